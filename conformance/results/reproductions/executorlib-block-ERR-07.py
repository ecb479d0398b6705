"""executorlib: when the last worker has died, the calls behind a cancelled one are left pending."""

import contextlib
import os
import signal
import tempfile
import time
from concurrent.futures import BrokenExecutor, wait
from pathlib import Path

from executorlib import SingleNodeExecutor


def die_at(path):
    """Be a call that ends its process once there is a file."""
    late = time.monotonic() + 30
    while not Path(path).exists() and time.monotonic() < late:
        time.sleep(0.01)
    os._exit(1)


def told(future):
    """Return in words what became of a call."""
    if not future.done():
        return "is pending after 10 s"
    error = future.exception()
    kind = "a" if isinstance(error, BrokenExecutor) else "no"
    return f"got {error!r}, which is {kind} BrokenExecutor"


def main():
    """Cancel one of the calls that wait, and have the only worker die."""
    executor = SingleNodeExecutor(max_workers=1, block_allocation=True, hostname_localhost=True)
    worker = executor.submit(os.getpid).result(timeout=20)
    with tempfile.TemporaryDirectory() as folder:
        go = Path(folder, "go")
        dying = executor.submit(die_at, str(go))
        waiting = [executor.submit(abs, -1) for _ in range(20)]
        # One that is cancelled at once does harm of another kind.
        time.sleep(1)
        waiting[-2].cancel()
        go.touch()
        wait([dying, waiting[0], waiting[-1]], timeout=10)
    first, last = told(waiting[0]), told(waiting[-1])
    kept = " a BrokenExecutor" in first and " a BrokenExecutor" in last
    word = "OK" if kept else "VIOLATED"
    print(
        f"{word}: the worker died, the first call that waited {first}, and the one behind a "
        f"cancelled call {last}",
        flush=True,
    )
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()
