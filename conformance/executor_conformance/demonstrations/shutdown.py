"""What shows faults of `shutdown`."""

import contextlib
import inspect
import os
import tempfile
import threading
import time

from executor_conformance.demonstrations import ELSEWHERE, POOLS, shows
from executor_conformance.demonstrations.stage import (
    LIMIT,
    WORKERS,
    hold,
    keep_busy,
    let_go_later,
    limit,
    make_executor,
    touch,
    wait_until,
)


@shows("SHD-19", shown="there is such a method")
def look_for_shutdown():
    """Look for the method, and call it."""
    shutdown = getattr(make_executor(), "shutdown", None)
    if not callable(shutdown):
        return "there is no method shutdown"
    try:
        inspect.signature(shutdown).bind(wait=True)
    except TypeError as error:
        return f"shutdown(wait=True): {error}"
    return None


@shows("SHD-21", shown="shutdown takes cancel_futures")
def shut_down_with_cancel_futures():
    """Shut an idle executor down as any executor may be."""
    try:
        make_executor().shutdown(wait=True, cancel_futures=True)
    except TypeError as error:
        return f"shutdown(wait=True, cancel_futures=True): {error}"
    return None


@shows("SHD-01", shown="submit raised RuntimeError after shutdown, each time")
def submit_after_shutdown():
    """Submit to an executor that was shut down, more often than there are workers."""
    executor = make_executor()
    executor.shutdown(wait=True)
    for _ in range(WORKERS + 1):
        try:
            with limit("submit after shutdown"):
                executor.submit(int)
        except RuntimeError:
            continue
        except Exception as error:
            return f"submit after shutdown raised {error!r}, which is no RuntimeError"
        return "submit took a call after shutdown"
    return None


@shows("SHD-02", shown="no call was left when shutdown returned", kinds=POOLS)
def shut_down_with_wait():
    """Shut down while a call runs; then while calls wait, and look for what became of them."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor, let_go = make_executor(), []
        keep_busy(executor, folder)
        let_go_later(folder, let_go)
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
        if not let_go:
            return "shutdown(wait=True) returned while a call ran"
    for _ in range(10):
        executor = make_executor()
        futures = [executor.submit(int) for _ in range(100)]
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
        left = sum(not future.done() for future in futures)
        if left:
            return f"shutdown(wait=True) returned while {left} of 100 calls were pending"
    return None


@shows("SHD-04", shown="shutdown(wait=False) returned while a call ran", kinds=POOLS)
def shut_down_without_wait():
    """Shut down while a call runs that does not end before."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        with limit("shutdown(wait=False) while a call runs"):
            executor.shutdown(wait=False)
        touch(os.path.join(folder, "go"))


@shows("SHD-05", shown="the calls were made to their end", kinds=POOLS, waiting=1)
def lose_calls_at_shutdown():
    """Shut down while one call runs and one waits."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        running = keep_busy(executor, folder)
        waiting = executor.submit(abs, -1)
        executor.shutdown(wait=False)
        touch(os.path.join(folder, "go"))
        for name, future in [("that ran", running[0]), ("that waited", waiting)]:
            with limit(f"the call {name} at shutdown(wait=False)"):
                try:
                    future.result()
                except BaseException as error:
                    return f"the call {name} at shutdown(wait=False) ended with {error!r}"
    return None


@shows("SHD-06", shown="the workers have ended by themselves", kinds=[*POOLS - ELSEWHERE])
def leave_threads():
    """Shut down without waiting, and look for the threads."""
    executor = make_executor()
    worker = executor.submit(threading.get_native_id).result(timeout=LIMIT)
    executor.shutdown(wait=False)
    if wait_until(lambda: not os.path.exists(f"/proc/self/task/{worker}")):
        return None
    return f"{LIMIT} s after shutdown(wait=False), the thread {worker} of a worker has not ended"


@shows("SHD-06", shown="the workers have ended by themselves", kinds=ELSEWHERE)
def leave_processes():
    """Shut down without waiting, and look for the process of a worker."""
    executor = make_executor()
    worker = executor.submit(os.getpid).result(timeout=3 * LIMIT)
    executor.shutdown(wait=False)
    if wait_until(lambda: has_ended(worker)):
        return None
    return f"{LIMIT} s after shutdown(wait=False), the worker with the id {worker} has not ended"


def has_ended(process):
    """Say whether a process has ended, be it that nobody has asked for its status yet."""
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@shows("SHD-07", shown="shutdown could be called again")
def shut_down_again():
    """Shut down again and again."""
    executor = make_executor()
    futures = [executor.submit(abs, -1) for _ in range(100)]
    for wait in (False, True, False, True):
        try:
            with limit("one more shutdown"):
                executor.shutdown(wait=wait)
        except Exception as error:
            return f"one more shutdown raised {error!r}"
    with limit("a call, when shutdown has been called several times"):
        for future in futures:
            try:
                future.result()
            except BaseException as error:
                return f"shutdown was called several times, and a call ended with {error!r}"
    return None


@shows("SHD-08", shown="the second shutdown waited", kinds=POOLS, waiting=1)
def shut_down_with_wait_after_without():
    """Shut down twice while a call runs that a helper ends after a while."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        futures = [*keep_busy(executor, folder), executor.submit(abs, -1)]
        executor.shutdown(wait=False)
        let_go = []
        let_go_later(folder, let_go)
        with limit("shutdown(wait=True) after shutdown(wait=False)"):
            executor.shutdown(wait=True)
        early = not let_go
        left = sum(not future.done() for future in futures)
        wait_until(futures[0].done)
    if early or left:
        return f"after shutdown(wait=False), shutdown(wait=True) returned with {left} calls pending"
    return None


@shows("SHD-12", shown="no cancelled call was made", kinds=POOLS, waiting=20)
def take_a_cancellation_back():
    """Shut down with `cancel_futures`, then without; and the other way round."""
    for first, second in ((True, False), (False, True)):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            executor = make_executor()
            keep_busy(executor, folder)
            futures = [executor.submit(abs, -1) for _ in range(20)]
            executor.shutdown(wait=False, cancel_futures=first)
            executor.shutdown(wait=False, cancel_futures=second)
            touch(os.path.join(folder, "go"))
            if not wait_until(futures[-1].done):
                return f"the last of the calls that waited is still pending after {LIMIT} s"
        if not futures[-1].cancelled():
            return (
                f"shutdown was called with cancel_futures={first}, then {second}, "
                "and the last of the calls that waited was made"
            )
    return None


@shows("SHD-13", shown="shutdown came back in a call", kinds=[*frozenset(POOLS) - ELSEWHERE])
def shut_down_in_a_call():
    """Have a call shut its own executor down."""
    executor = make_executor()

    def shut_down():
        try:
            executor.shutdown(wait=True)
        except Exception as error:
            return repr(error)
        return "returned"

    with limit("a call that calls shutdown(wait=True) of its own executor"):
        executor.submit(shut_down).result()


@shows("SHD-13", shown="shutdown came back in a call", kinds=["inline"])
def shut_down_within_submit():
    """Have a call shut its own executor down."""
    executor = make_executor()
    with limit("a call that calls shutdown(wait=True) of its own executor"):
        try:
            executor.submit(executor.shutdown).exception()
        except Exception as error:
            return f"submit raised {error!r}"
    return None


@shows("SHD-13", shown="shutdown came back in a callback", kinds=ELSEWHERE)
def shut_down_in_a_callback():
    """Have a callback shut the executor down."""
    executor = make_executor()
    came_back = threading.Event()

    def shut_down(_):
        try:
            executor.shutdown(wait=True)
        finally:
            came_back.set()

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        future = executor.submit(hold, folder)
        future.add_done_callback(shut_down)
        touch(os.path.join(folder, "go"))
        with limit("a callback that calls shutdown(wait=True) of its executor"):
            came_back.wait()


@shows("SHD-16", shown="shutdown returned", kinds=ELSEWHERE)
def shut_down_after_unpicklable_arguments():
    """Submit what cannot be pickled, and shut down at once, often."""
    for _ in range(10):
        executor = make_executor()
        for _ in range(10):
            try:
                executor.submit(id, threading.Lock())
            except Exception:
                continue
        try:
            with limit("shutdown(wait=True) after arguments that cannot be pickled"):
                executor.shutdown(wait=True)
        except Exception as error:
            return f"shutdown(wait=True) after arguments that cannot be pickled raised {error!r}"
    return None


@shows("SHD-17", shown="the call that waited was cancelled", kinds=POOLS, waiting=20)
def cancel_at_shutdown():
    """Shut down with `cancel_futures` while a call runs and others wait."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        futures = [executor.submit(abs, -1) for _ in range(20)]
        let_go_later(folder, [])
        with limit("shutdown(wait=True, cancel_futures=True)"):
            executor.shutdown(wait=True, cancel_futures=True)
    if futures[-1].cancelled():
        return None
    return "shutdown(cancel_futures=True) did not cancel the last of the calls that waited"


@shows("SHD-11", shown="the call that waited was cancelled at once", kinds=POOLS, waiting=20)
def cancel_at_shutdown_without_wait():
    """Do the same without waiting, while the running call does not end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        futures = [executor.submit(abs, -1) for _ in range(20)]
        with limit("shutdown(wait=False, cancel_futures=True) while a call runs"):
            executor.shutdown(wait=False, cancel_futures=True)
        cancelled = wait_until(futures[-1].cancelled)
        touch(os.path.join(folder, "go"))
    if cancelled:
        return None
    return (
        f"{LIMIT} s after shutdown(wait=False, cancel_futures=True), no waiting call is cancelled"
    )


@shows("SHD-22", shown="they were cancelled when shutdown returned", kinds=POOLS, waiting=20)
def look_at_once_after_shutdown():
    """Shut down with `cancel_futures` after another shutdown, and look at once."""
    for again in (False, True):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            executor = make_executor()
            keep_busy(executor, folder)
            futures = [executor.submit(abs, -1) for _ in range(20)]
            if again:
                executor.shutdown(wait=False)
            executor.shutdown(wait=False, cancel_futures=True)
            cancelled = futures[-1].cancelled()
            touch(os.path.join(folder, "go"))
            wait_until(futures[-1].done)
        if not cancelled:
            after = " after another shutdown" if again else ""
            return f"shutdown(cancel_futures=True){after} returned with a waiting call uncancelled"
    return None


@shows("CCY-07", shown="every shutdown returned after the last call", kinds=POOLS)
def shut_down_from_several_threads():
    """Have three threads shut down at once while a call runs, a few times."""
    for _ in range(5):
        outcomes = []
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            executor, let_go = make_executor(), []
            keep_busy(executor, folder)
            threads = [
                threading.Thread(target=shut_down, args=(executor, let_go, outcomes), daemon=True)
                for _ in range(3)
            ]
            for thread in threads:
                thread.start()
            let_go_later(folder, let_go)
            with limit("shutdown(wait=True) of three threads"):
                for thread in threads:
                    thread.join()
            touch(os.path.join(folder, "go"))
        wrong = [outcome for outcome in outcomes if outcome != "waited"]
        if wrong:
            return f"of three calls of shutdown(wait=True), one {wrong[0]}"
    return None


def shut_down(executor, let_go, outcomes):
    """Shut down, and write down what came of it."""
    try:
        executor.shutdown(wait=True)
    except Exception as error:
        outcomes.append(f"raised {error!r}")
    else:
        outcomes.append("waited" if let_go else "returned while a call ran")


@shows(
    "CCY-02",
    shown="no accepted call was left when shutdown returned",
    kinds=["thread", "distributed"],
)
def submit_and_shut_down():
    """Have threads submit to executors that are shut down, up to three hundred times."""
    due = time.monotonic() + 3 * LIMIT
    for i in range(300):
        if time.monotonic() > due:
            break
        executor, futures = make_executor(), []
        threads = submitting(executor, futures, 1)
        with limit(f"in round {i + 1}, shutdown(wait=True) while other threads submit"):
            executor.shutdown(wait=True)
            left = [future for future in futures if not future.done()]
            for thread in threads:
                thread.join()
        if left:
            return f"in round {i + 1}, shutdown(wait=True) returned with {len(left)} calls pending"
    return None


@shows("CCY-13", shown="every submit returned or raised RuntimeError", kinds=["thread"])
def submit_and_shut_down_without_wait():
    """Do the same with shutdown(wait=False), and submit on when calls are refused."""
    due = time.monotonic() + 3 * LIMIT
    for i in range(100):
        if time.monotonic() > due:
            break
        executor = make_executor()
        threads = submitting(executor, [], 30)
        with limit(f"in round {i + 1}, shutdown(wait=False) and submit in other threads"):
            executor.shutdown(wait=False)
            for thread in threads:
                thread.join()


def submitting(executor, futures, refusals):
    """Start two threads that submit calls until so many were refused, and return them."""

    def submit():
        left = refusals
        while left:
            try:
                futures.append(executor.submit(abs, -1))
            except RuntimeError:
                left -= 1

    threads = [threading.Thread(target=submit, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    return threads


@shows("SHD-18", shown="no call was cancelled", kinds=POOLS, waiting=20)
def look_for_cancelled_calls():
    """Shut down while calls wait, and look at their futures."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        futures = [executor.submit(int) for _ in range(20)]
        let_go_later(folder, [])
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
    lost = sum(future.cancelled() for future in futures)
    return f"shutdown(wait=True) cancelled {lost} of 20 calls" if lost else None


@shows("SHD-14", shown="the exception was there after shutdown")
def read_an_exception_after_shutdown():
    """Ask for the exception of a call after shutdown."""
    executor = make_executor()
    future = executor.submit(raise_error, ValueError("on purpose"))
    before = raised_by(future)
    with limit("shutdown(wait=True)"):
        executor.shutdown(wait=True)
    after = raised_by(future)
    if repr(after) == repr(before):
        return None
    return f"result() raised {before!r}, and after shutdown {after!r}"


def raised_by(future):
    """Return what `result` raises."""
    try:
        future.result(timeout=LIMIT)
    except Exception as error:
        return error
    return None


def raise_error(error):
    """Raise an exception."""
    raise error


@shows("SHD-09", shown="all futures were done when shutdown returned", kinds=POOLS, waiting=20)
def look_for_pending_calls_after_a_shutdown_that_cancels():
    """Shut down with `cancel_futures` while a call runs and others wait."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        futures = keep_busy(executor, folder)
        futures += [executor.submit(int) for _ in range(20)]
        let_go_later(folder, [])
        with limit("shutdown(wait=True, cancel_futures=True)"):
            executor.shutdown(wait=True, cancel_futures=True)
        left = sum(not future.done() for future in futures)
    if not left:
        return None
    return f"shutdown(wait=True, cancel_futures=True) returned with {left} calls pending"


@shows("SHD-15", shown="the callbacks had run when shutdown returned", kinds=POOLS, waiting=20)
def look_for_callbacks_after_shutdown():
    """Shut down, without `cancel_futures` and with it, and look for the callbacks."""
    for keywords in ({}, {"cancel_futures": True}):
        called = []

        def call_back(future, called=called):
            # As one that writes to a file may.
            time.sleep(0.05)
            called.append(future)

        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            executor = make_executor()
            keep_busy(executor, folder)
            for _ in range(20):
                executor.submit(abs, -1).add_done_callback(call_back)
            let_go_later(folder, [])
            with contextlib.suppress(TypeError), limit("shutdown(wait=True)"):
                executor.shutdown(wait=True, **keywords)
                if len(called) < 20:
                    return (
                        f"shutdown(wait=True) returned, and {len(called)} of 20 callbacks had run"
                    )
            touch(os.path.join(folder, "go"))
    return None


@shows("CTX-02", shown="all calls had ended at the end of the block", kinds=POOLS)
def leave_a_block():
    """Leave a `with` block in which a hundred calls were submitted."""
    for _ in range(10):
        with limit("the end of the with block"), make_executor() as executor:
            futures = [executor.submit(abs, -1) for _ in range(100)]
        left = sum(not future.done() for future in futures)
        if left:
            return f"the with block has ended, and {left} of 100 calls are pending"
    return None


@shows("CTX-06", shown="all calls had ended at the end of the block", kinds=POOLS, waiting=1)
def leave_a_block_after_shutdown():
    """Leave a `with` block in which shutdown(wait=False) was called, while a call runs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with limit("the end of the with block"), make_executor() as executor:
            futures = [*keep_busy(executor, folder), executor.submit(int)]
            executor.shutdown(wait=False)
            let_go_later(folder, [])
        left = sum(not future.done() for future in futures)
        touch(os.path.join(folder, "go"))
    if left:
        return f"after shutdown(wait=False), the with block has ended with {left} calls pending"
    return None
