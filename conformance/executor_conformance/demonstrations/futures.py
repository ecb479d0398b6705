"""What shows faults of futures: states, cancelling, copies."""

import copy
import os
import tempfile

from executor_conformance.demonstrations import POOLS, shows
from executor_conformance.demonstrations.stage import (
    LIMIT,
    hold,
    keep_busy,
    limit,
    make_executor,
    touch,
    wait_until,
)


@shows("FUT-02", shown="the future of a running call said so", kinds=POOLS)
def ask_a_running_future():
    """Ask the future of a call that runs for its state."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = keep_busy(executor, folder)[0]
        try:
            # News of its start may come from another process.
            wait_until(lambda: future.running(), 1)
            running, done = future.running(), future.done()
        except AttributeError as error:
            return f"a future cannot be asked: {error}"
        finally:
            touch(os.path.join(folder, "go"))
    if running and not done:
        return None
    return f"while the call ran, running() returned {running} and done() {done}"


@shows("FUT-03", shown="the future of a call that has ended said so")
def ask_a_finished_future():
    """Ask the future of a call that has ended for its state."""
    future = make_executor().submit(abs, -1)
    future.result(timeout=LIMIT)
    try:
        states = future.done(), future.running(), future.cancelled()
    except AttributeError as error:
        return f"a future cannot be asked: {error}"
    if states == (True, False, False):
        return None
    return f"done(), running() and cancelled() of a call that has ended returned {states}"


@shows("CAN-01", shown="no cancelled call was made", kinds=POOLS, waiting=20)
def cancel_a_waiting_call():
    """Cancel calls that wait, and look whether they are made."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        paths = [os.path.join(folder, f"made {i}") for i in range(20)]
        futures = [executor.submit(touch, path) for path in paths]
        cancelled = [future.cancel() for future in futures]
        touch(os.path.join(folder, "go"))
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
        made = [os.path.exists(path) for path in paths]
    wrong = sum(each and done for each, done in zip(cancelled, made, strict=True))
    return f"{wrong} calls were made after cancel() had returned True" if wrong else None


def is_running(future):
    """Say whether a call runs, where its future can tell."""
    return future.running() if hasattr(future, "running") else True


def hold_and_tell(folder):
    """Be a call that tells of its end as well."""
    hold(folder)
    touch(os.path.join(folder, "ended"))


@shows("CAN-02", shown="cancel() of a running call returned False", kinds=POOLS)
def cancel_a_running_call():
    """Cancel a call that runs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = executor.submit(hold_and_tell, folder)
        started = os.path.join(folder, "call started")
        assert wait_until(lambda: os.path.exists(started)), "no worker began the call"
        wait_until(lambda: is_running(future), 1)
        cancelled = future.cancel()
        touch(os.path.join(folder, "go"))
        ended = wait_until(lambda: os.path.exists(os.path.join(folder, "ended")))
    if not cancelled:
        return None if ended else "cancel() of a running call returned False, and ended the call"
    became = "ran to its end" if ended else "was ended in the middle"
    return f"cancel() of a running call returned {cancelled}, and the call {became}"


@shows("CAN-06", shown="no call was made and cancelled", kinds=POOLS)
@shows("CCY-03", shown="no call was made and cancelled", kinds=POOLS)
@shows("CCY-12", shown="no call was begun and cancelled", kinds=POOLS)
@shows("CCY-14", shown="no call was begun and cancelled", kinds=POOLS)
@shows("FUT-05", shown="the future of a running call could not be cancelled", kinds=POOLS)
def cancel_what_has_begun():
    """Cancel a call that has begun, as far as one can see from its outside."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = executor.submit(hold, folder)
        started = os.path.join(folder, "call started")
        assert wait_until(lambda: os.path.exists(started)), "no worker began the call"
        wait_until(lambda: is_running(future), 1)
        cancelled = future.cancel()
        touch(os.path.join(folder, "go"))
    if not cancelled:
        return None
    return f"the call had begun, and cancel() returned {cancelled} all the same"


@shows("FUT-13", shown="copies could not be made, or followed the future", kinds=POOLS)
def copy_a_future():
    """Copy the future of a call that runs, and look at the copy after its end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = keep_busy(executor, folder)[0]
        try:
            copied = copy.copy(future)
        except Exception:
            copied = future
        touch(os.path.join(folder, "go"))
        future.result(timeout=LIMIT)
        follows = wait_until(copied.done)
    if follows:
        return None
    return f"{LIMIT} s after the call has ended, what copy.copy made of its future is not done"


@shows("FUT-01", shown="the future of a waiting call said so", kinds=POOLS, waiting=20)
def ask_a_waiting_future():
    """Ask the future of a call that waits for its state."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        future = [executor.submit(int) for _ in range(20)][-1]
        states = future.running(), future.done(), future.cancelled()
        touch(os.path.join(folder, "go"))
    if all(state is False for state in states):
        return None
    return f"running(), done() and cancelled() of a waiting call returned {states}, not False"
