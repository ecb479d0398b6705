"""What shows faults of lifetimes: what is kept, and workers that outlive their executor."""

import gc
import os
import tempfile
import threading
import time
import weakref
from concurrent.futures import as_completed

from executor_conformance.demonstrations import ELSEWHERE, POOLS, shows
from executor_conformance.demonstrations.stage import (
    LIMIT,
    keep_busy,
    limit,
    make_executor,
    touch,
    wait_until,
)


class Thing:
    """An object of which one can tell whether it is still there."""


def ignore(_):
    """Take an argument and do nothing with it."""


def make_thing(_=None):
    """Return a new object."""
    return Thing()


def is_gone(reference):
    """Say whether an object has gone, after looking for circles."""
    gc.collect()
    return reference() is None


@shows("LIF-02", shown="the argument was not kept")
def look_for_an_argument():
    """Look whether the argument of a call that has ended goes away."""
    executor = make_executor()
    thing = Thing()
    reference = weakref.ref(thing)
    future = executor.submit(ignore, thing)
    del thing
    future.result(timeout=LIMIT)
    if wait_until(lambda: is_gone(reference)):
        return None
    return f"{LIMIT} s after the call had ended, its argument is still kept"


@shows("LIF-03", shown="the result was not kept")
def look_for_a_result():
    """Look whether a result goes away whose future has been dropped."""
    executor = make_executor()
    with limit("a call"):
        reference = weakref.ref(executor.submit(make_thing).result())
    if wait_until(lambda: is_gone(reference)):
        return None
    return f"{LIMIT} s after the future was dropped, the result of its call is still kept"


@shows("LIF-04", shown="the results were not kept")
def look_for_results_of_map():
    """Look whether the results that `map` has given go away."""
    results = make_executor().map(make_thing, range(3))
    for i in range(3):
        with limit("a result of map"):
            reference = weakref.ref(next(results))
        if not wait_until(lambda reference=reference: is_gone(reference)):
            return f"{LIMIT} s after result {i + 1} of map was dropped, it is still kept"
    return None


@shows("LIF-05", shown="the futures were not kept")
def look_for_futures():
    """Look whether the futures that `as_completed` has given go away."""
    executor = make_executor()
    iterator = as_completed([executor.submit(time.sleep, 0.2) for _ in range(3)])
    for i in range(3):
        with limit("a future of as_completed"):
            reference = weakref.ref(next(iterator))
        if not wait_until(lambda reference=reference: is_gone(reference)):
            return f"{LIMIT} s after future {i + 1} of as_completed was dropped, it is still kept"
    return None


@shows("LIF-07", shown="the worker has ended", kinds=[*POOLS - ELSEWHERE])
def drop_an_executor_of_threads():
    """Drop an executor, and look for its thread."""
    worker = make_executor().submit(threading.get_native_id).result(timeout=LIMIT)
    if wait_until(lambda: gc.collect() < 0 or not os.path.exists(f"/proc/self/task/{worker}")):
        return None
    return f"{LIMIT} s after the executor was dropped, the thread {worker} has not ended"


@shows("LIF-07", shown="the worker has ended", kinds=ELSEWHERE)
def drop_an_executor_of_processes():
    """Drop an executor, and look for its process."""
    worker = make_executor().submit(os.getpid).result(timeout=3 * LIMIT)
    if wait_until(lambda: gc.collect() < 0 or has_ended(worker)):
        return None
    return (
        f"{LIMIT} s after the executor was dropped, its worker with the id {worker} has not ended"
    )


def has_ended(process):
    """Say whether a process has ended, be it that nobody has asked for its status yet."""
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@shows("LIF-06", shown="the calls of the dropped executor were made", kinds=POOLS, waiting=10)
@shows("LIF-08", shown="the calls whose futures were dropped were made", kinds=POOLS, waiting=10)
def drop_futures():
    """Drop the futures of calls that wait, and the executor, and look whether they are made."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        paths = [os.path.join(folder, f"made {i}") for i in range(10)]
        for path in paths:
            executor.submit(touch, path)
        del executor
        gc.collect()
        touch(os.path.join(folder, "go"))
        wait_until(lambda: all(map(os.path.exists, paths)))
        count = sum(map(os.path.exists, paths))
    return None if count == 10 else f"of 10 calls whose futures were dropped, {count} were made"
