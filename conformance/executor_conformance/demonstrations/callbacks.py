"""What shows faults of done-callbacks."""

import contextlib
import logging
import os
import tempfile
import threading

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


@shows("CBK-01", shown="the callback got the very future that it was added to", kinds=POOLS)
def look_at_what_a_callback_gets():
    """Compare what a callback gets with the future that it was added to."""
    future, got = call_back()
    if not got:
        return f"{LIMIT} s after the call had ended, its callback was not called"
    if got[0] is future:
        return None
    return f"the callback of {future!r} got another object, {got[0]!r}"


@shows("CBK-02", shown="the callback was called once", kinds=POOLS)
def count_calls_of_a_callback():
    """Count how often a callback is called."""
    _, got = call_back()
    if len(got) == 1:
        return None
    return f"{LIMIT} s after the call had ended, its callback was called {len(got)} times"


def call_back():
    """Add a callback to the future of a call that runs; return this, and what the callback got."""
    got = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = keep_busy(executor, folder)[0]
        future.add_done_callback(got.append)
        touch(os.path.join(folder, "go"))
        future.result(timeout=LIMIT)
        wait_until(lambda: got)
    return future, got


@shows("CBK-05", shown="a callback could read the outcome", kinds=POOLS)
@shows("CBK-07", shown="a callback that raises changed no outcome", kinds=POOLS)
def read_in_a_callback():
    """Read the exception of a call in a callback of its future, which raises then."""
    seen = []

    def read(future):
        seen.append(outcome_of(future))
        raise KeyError("in a callback")

    executor = make_executor()
    future = executor.submit(raise_error, ValueError("on purpose"))
    future.add_done_callback(read)
    with limit("a call that raises, and its callback"):
        outcome = outcome_of(future)
    wait_until(lambda: seen)
    if [repr(error) for error in seen] != [repr(outcome)]:
        return f"the call ended with {outcome!r}, and its callback saw {seen}"
    return None


def outcome_of(future):
    """Return the exception of a call, be it raised or returned."""
    try:
        return future.exception()
    except Exception as raised:
        return raised


@shows("CBK-09", shown="add_done_callback raised nothing")
def add_what_raises():
    """Add a callback that raises to a future that is done."""
    executor = make_executor()
    future = executor.submit(int)
    future.result(timeout=LIMIT)

    def fail(_):
        raise ValueError("in a callback")

    try:
        future.add_done_callback(fail)
    except ValueError as error:
        return f"add_done_callback raised what the callback raised, {error!r}"
    return None


@shows("CBK-15", shown="what the callback raised was kept in it")
def add_what_exits():
    """Add a callback that raises `SystemExit` to a future that is done."""
    executor = make_executor()
    future = executor.submit(int)
    future.result(timeout=LIMIT)
    try:
        future.add_done_callback(lambda _: raise_error(SystemExit("in a callback")))
    except SystemExit as error:
        return f"add_done_callback raised what the callback raised, {error!r}"
    return None


@shows("CBK-13", shown="the callback could use the executor", kinds=POOLS, waiting=20)
def use_an_executor_that_cancels():
    """Have a callback of a call that shutdown cancels submit to the executor."""
    called = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        futures = [executor.submit(int) for _ in range(20)]

        def use(_):
            try:
                executor.submit(int)
            except RuntimeError as error:
                called.append(error)

        futures[-1].add_done_callback(use)
        with limit("shutdown(cancel_futures=True), while a callback of what it cancels submits"):
            executor.shutdown(wait=False, cancel_futures=True)
            touch(os.path.join(folder, "go"))
            executor.shutdown(wait=True)


def fail_at(folder):
    """Be an initializer that raises once there is a file `go`."""
    hold(folder)
    raise ValueError("on purpose")


def die_at(folder):
    """Be a call that ends its process once there is a file `go`."""
    hold(folder)
    os._exit(1)


@shows("CBK-14", shown="the callback could submit", kinds=["thread", "interpreter", "distributed"])
def use_an_executor_whose_initializer_fails():
    """Have a callback of a call that a failed initializer ends submit to the executor."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor(initializer=fail_at, initargs=(folder,))
        return submit_in_a_callback(executor, folder, executor.submit(int))


@shows("CBK-14", shown="the callback could submit", kinds=["process"])
def use_an_executor_whose_worker_dies():
    """Have a callback of a call whose worker dies submit to the executor."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        return submit_in_a_callback(executor, folder, executor.submit(die_at, folder))


def submit_in_a_callback(executor, folder, future):
    """Have a callback submit a call, and wait for that."""
    came_back = threading.Event()

    def use(_):
        try:
            executor.submit(int)
        except Exception:
            came_back.set()
        else:
            came_back.set()

    future.add_done_callback(use)
    touch(os.path.join(folder, "go"))
    with limit("submit in a callback of a call that its executor has failed"):
        came_back.wait()


@shows("CBK-08", shown="what the callback raised was logged")
def look_for_a_log():
    """Add a callback that raises to a future that is done, and look for a record of that."""
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    logging.getLogger().addHandler(handler)
    future = make_executor().submit(int)
    future.result(timeout=LIMIT)
    with contextlib.suppress(ValueError):
        future.add_done_callback(lambda _: raise_error(ValueError("in a callback")))
    return None if records else "a callback raised, and nothing was logged"
