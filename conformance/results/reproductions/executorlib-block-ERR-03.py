"""executorlib: a call that ends its worker is given to the next, and the calls of others go on."""

import contextlib
import os
import signal
import tempfile
import time
from concurrent.futures import BrokenExecutor, wait
from pathlib import Path

from executorlib import SingleNodeExecutor


def note(folder, name):
    """Leave a sign that a call runs in this process."""
    Path(folder, f"{name} {os.getpid()}").touch()


def hold(folder):
    """Be a call that waits for a file `go`."""
    note(folder, "held")
    late = time.monotonic() + 30
    while not Path(folder, "go").exists() and time.monotonic() < late:
        time.sleep(0.01)
    return "held"


def die(folder):
    """Be a call that ends its process."""
    note(folder, "died")
    os._exit(1)


def end(text, folder):
    """Say what came of it, and end the program and its workers, whatever still runs."""
    print(text, flush=True)
    for path in Path(folder).glob("* *"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(path.name.split()[1]), signal.SIGKILL)
    os._exit(0)


def main():
    """Have a call end one of two workers, while the other one is at work."""
    with tempfile.TemporaryDirectory() as folder:
        executor = SingleNodeExecutor(max_workers=2, block_allocation=True, hostname_localhost=True)
        held = executor.submit(hold, folder)
        while not list(Path(folder).glob("held *")):
            time.sleep(0.01)
        dying = executor.submit(die, folder)
        wait([dying, held], timeout=3)
        Path(folder, "go").touch()
        wait([dying, held], timeout=15)
        if not held.done():
            text = "VIOLATED: a worker died, and the call of another is pending"
        elif isinstance(held.exception(), BrokenExecutor):
            text = f"OK: the call of another worker failed with {held.exception()!r}"
        else:
            deaths = len(list(Path(folder).glob("died *")))
            text = (
                f"VIOLATED: a call that ends its worker was given to {deaths} of two workers, and "
                f"the call of the other has gone on and returned {held.result()!r}"
            )
        end(text, folder)


if __name__ == "__main__":
    main()
