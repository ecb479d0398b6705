"""executorlib: a call that `submit` takes while `shutdown` waits is lost, and both hang."""

import contextlib
import os
import signal
import threading
import time

from executorlib import SingleNodeExecutor


def take_a_while():
    """Be a call that runs for two seconds."""
    time.sleep(2)


def end(text, worker):
    """Say what came of it, and end the program and its worker, whatever still runs."""
    print(text, flush=True)
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)
    os._exit(0)


def main():
    """Submit a call while another thread's shutdown waits for one that runs."""
    executor = SingleNodeExecutor(max_workers=1, block_allocation=True, hostname_localhost=True)
    worker = executor.submit(os.getpid).result(timeout=20)
    executor.submit(take_a_while)
    closing = threading.Thread(target=executor.shutdown, daemon=True)
    closing.start()
    time.sleep(1)
    try:
        late = executor.submit(abs, -1)
    except RuntimeError as error:
        end(f"OK: submit raised {error!r}", worker)
    closing.join(timeout=10)
    if late.done():
        end("OK: the call that submit took has ended", worker)
    became = "has not returned" if closing.is_alive() else "has returned"
    end(
        "VIOLATED: submit took a call while shutdown(wait=True) waited for another, and 10 s later "
        f"it is pending, and shutdown {became}",
        worker,
    )


if __name__ == "__main__":
    main()
