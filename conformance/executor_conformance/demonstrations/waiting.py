"""What shows faults of `wait` and `as_completed`, or of futures in these."""

import os
import tempfile
from concurrent.futures import FIRST_EXCEPTION, as_completed, wait

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


def raise_error(error):
    """Raise an exception."""
    raise error


@shows("WAI-04", shown="wait returned when a call had raised", kinds=POOLS)
def wait_for_an_exception():
    """Wait for the first call that raises."""
    executor = make_executor()
    with limit("wait with FIRST_EXCEPTION"):
        futures = [executor.submit(raise_error, ValueError("on purpose")) for _ in range(2)]
        try:
            done = wait(futures, return_when=FIRST_EXCEPTION).done
        except Exception as error:
            return f"wait with FIRST_EXCEPTION raised {error!r}"
    if not done:
        return "wait with FIRST_EXCEPTION returned before a call had raised"
    return None


@shows("WAI-05", shown="wait returned when all were done", kinds=POOLS, waiting=20)
def wait_for_an_exception_that_does_not_come():
    """Wait for the first call that raises, where none does and one was cancelled."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        futures = keep_busy(executor, folder)
        cancelled = cancel_the_last(executor)
        touch(os.path.join(folder, "go"))
        executor.submit(int).result(timeout=LIMIT)
        with limit("wait with FIRST_EXCEPTION for a call that has returned, and a cancelled one"):
            wait([futures[0], cancelled or futures[0]], return_when=FIRST_EXCEPTION)


def cancel_the_last(executor):
    """Submit many calls while a worker is busy; return the last, cancelled, or None."""
    future = [executor.submit(int) for _ in range(20)][-1]
    return future if future.cancel() else None


@shows("WAI-12", shown="wait returned the cancelled future as done", kinds=POOLS, waiting=20)
def wait_for_a_cancelled_call():
    """Cancel a call that waits, let the executor come past it, and wait for it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        future = cancel_the_last(executor)
        touch(os.path.join(folder, "go"))
        if future is None:
            return
        with limit("a call that was submitted after the cancelled one"):
            executor.submit(int).result()
        with limit("wait for a future that was cancelled, when its turn has passed"):
            wait([future])


@shows("WAI-16", shown="wait returned the cancelled future as done", kinds=POOLS, waiting=20)
def wait_at_once_for_a_cancelled_call():
    """Cancel a call that waits, and ask `wait` at once."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        future = cancel_the_last(executor)
        done = wait([future], timeout=0).done if future is not None else {None}
        touch(os.path.join(folder, "go"))
    return (
        None
        if future in done
        else "cancel() has returned True, and the future is not done for wait"
    )


def shut_down_and_cancel(executor, folder):
    """Have calls wait and shutdown cancel them; return those that it has cancelled."""
    keep_busy(executor, folder)
    futures = [executor.submit(int) for _ in range(20)]
    executor.shutdown(wait=False, cancel_futures=True)
    wait_until(futures[-1].cancelled)
    touch(os.path.join(folder, "go"))
    with limit("shutdown(wait=True)"):
        executor.shutdown(wait=True)
    return [future for future in futures if future.cancelled()]


@shows("WAI-13", shown="wait returned them as done", kinds=POOLS, waiting=20)
def wait_for_what_shutdown_cancelled():
    """Wait for futures that shutdown has cancelled."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        cancelled = shut_down_and_cancel(make_executor(), folder)
    left = wait(cancelled, timeout=1).not_done
    if not left:
        return None
    return (
        f"shutdown cancelled {len(cancelled)} calls, and {len(left)} of them are not done for wait"
    )


@shows("ASC-08", shown="as_completed yielded them", kinds=POOLS, waiting=20)
def go_over_what_shutdown_cancelled():
    """Go over futures that shutdown has cancelled."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        cancelled = shut_down_and_cancel(make_executor(), folder)
    try:
        list(as_completed(cancelled, timeout=1))
    except TimeoutError as error:
        return f"shutdown cancelled {len(cancelled)} calls, and as_completed raised {error!r}"
    return None


@shows("WAI-08", shown="wait returned the futures as they were")
@shows("WAI-14", shown="wait returned all that were done")
@shows("ASC-02", shown="as_completed yielded those that were done")
def wait_for_a_failed_call():
    """Go over futures whose calls have ended, one of them by raising."""
    executor = make_executor()
    futures = {executor.submit(abs, -1), executor.submit(raise_error, KeyError(1))}
    wait_until(lambda: all(future.done() for future in futures))
    with limit("wait and as_completed for futures that are done"):
        found = set(wait(futures, timeout=LIMIT).done), set(as_completed(futures))
    return None if found == (futures, futures) else f"of {futures}, these came: {found}"


@shows("WAI-15", shown="wait raised ValueError")
def wait_for_what_there_is_not():
    """Wait for a condition that there is not, with a future that is done."""
    future = make_executor().submit(int)
    future.result(timeout=LIMIT)
    try:
        result = wait([future], return_when="SOME_COMPLETED")
    except ValueError:
        return None
    return f"wait(..., return_when='SOME_COMPLETED') returned {result}"


@shows("WAI-09", shown="wait returned at once", kinds=POOLS, waiting=20)
@shows("CCY-04", shown="all who waited were released", kinds=POOLS, waiting=20)
@shows("AIO-13", shown="wait, as_completed and the future agreed", kinds=POOLS, waiting=20)
def compare_wait_with_the_future():
    """Look whether `wait` says of a cancelled future what the future says itself."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        future = cancel_the_last(executor)
        touch(os.path.join(folder, "go"))
        if future is None:
            return None
        with limit("a call that was submitted after the cancelled one"):
            executor.submit(int).result()
        left = wait([future], timeout=LIMIT).not_done
    if not left:
        return None
    return f"{LIMIT} s after a future was cancelled, done() is {future.done()}, but not for wait"


@shows("ASC-10", shown="as_completed yielded what had become done", kinds=POOLS, workers=2)
def ask_late_for_what_became_done():
    """Let a call end during the iteration, and ask for it when the time is over."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        executor = make_executor()
        done = executor.submit(int)
        done.result(timeout=LIMIT)
        late, running = executor.submit(hold, first), executor.submit(hold, second)
        iterator = as_completed([running, late, done], timeout=0)
        next(iterator)
        touch(os.path.join(first, "go"))
        late.result(timeout=LIMIT)
        try:
            next(iterator)
        except TimeoutError as error:
            return f"a future had become done, and as_completed raised {error!r}"
        finally:
            touch(os.path.join(second, "go"))
    return None
