"""What shows faults of `map`."""

import contextlib
import itertools
import os
import tempfile
import threading
import time

from executor_conformance.demonstrations import ELSEWHERE, POOLS, shows
from executor_conformance.demonstrations.stage import (
    LIMIT,
    hold,
    keep_busy,
    limit,
    make_executor,
    touch,
    wait_until,
)


@shows("MAP-23", shown="map took a callable and items, and returned an iterator")
def look_for_map():
    """Look for the method, and call it."""
    method = getattr(make_executor(), "map", None)
    if not callable(method):
        return "there is no method map"
    results = method(abs, [-1, -2])
    if not hasattr(results, "__next__"):
        return f"map returned {results!r}, which is no iterator"
    if iter(results) is not results:
        return f"map returned {results!r}, which is no iterator: iter() of it is {iter(results)!r}"
    with limit("the results of map"):
        values = list(results)
    return None if values == [1, 2] else f"map(abs, [-1, -2]) led to {values}"


@shows("MAP-02", shown="all calls were made though nobody asked for results")
def leave_the_iterator_alone():
    """Map, and never ask for a result."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        paths = [os.path.join(folder, str(i)) for i in range(5)]
        try:
            results = make_executor().map(touch, iter(paths))
        except Exception as error:
            return f"map of an iterator raised {error!r}"
        made = wait_until(lambda: all(map(os.path.exists, paths)))
        count = sum(map(os.path.exists, paths))
        del results
    return None if made else f"{LIMIT} s after map returned, {count} of 5 calls were made"


@shows("MAP-06", shown="the iterator raised TimeoutError in time", kinds=POOLS)
def give_map_a_time():
    """Map with time limits over a call that does not end before they are over."""
    for timeout in (0, 0.5):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            executor = make_executor()
            started = time.monotonic()
            try:
                with limit(f"next of map(..., timeout={timeout}) while the call runs"):
                    next(executor.map(hold, [folder], timeout=timeout))
            except TimeoutError:
                took = time.monotonic() - started
                if took < timeout - 0.05:
                    return f"with timeout={timeout}, TimeoutError came after {took:.3f} s"
            except Exception as error:
                return f"with timeout={timeout}, {error!r} was raised"
            finally:
                touch(os.path.join(folder, "go"))
    return ask_when_the_time_is_over(3)


def ask_when_the_time_is_over(timeout):
    """Ask for the result of a call that runs when the time is over, and return what is wrong."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        results = make_executor().map(hold, [folder], timeout=timeout)
        time.sleep(timeout)
        asked = time.monotonic()
        with contextlib.suppress(TimeoutError), limit(f"next of map(..., timeout={timeout})"):
            next(results)
        waited = time.monotonic() - asked
        touch(os.path.join(folder, "go"))
    if waited < timeout:
        return None
    return f"next was called when the {timeout} s of map were over, and took {waited:.1f} s more"


@shows("MAP-11", shown="map raised ValueError", kinds=ELSEWHERE)
def map_in_chunks_of_nothing():
    """Map with a chunksize below 1."""
    executor = make_executor()
    for number in (0, -1):
        try:
            with limit(f"map(..., chunksize={number})"):
                executor.map(abs, [-1], chunksize=number)
        except ValueError:
            continue
        return f"map(..., chunksize={number}) raised nothing"
    return None


@shows("MAP-22", shown="map submitted a call for each chunk", kinds=ELSEWHERE)
def count_calls_for_chunks():
    """Count the calls of `submit` that `map` makes for ten inputs in chunks of five."""
    executor = make_executor()
    submit, calls = executor.submit, []

    def count(*args, **kwargs):
        calls.append(args)
        return submit(*args, **kwargs)

    executor.submit = count
    with limit("map(..., chunksize=5)"):
        list(executor.map(abs, range(10), chunksize=5))
    if len(calls) <= 2:
        return None
    return f"map over 10 inputs with chunksize=5 submitted {len(calls)} calls"


@shows("MAP-07", shown="results that were there came in spite of the timeout")
def ask_for_results_late():
    """Ask for results that are there after the time is over."""
    executor = make_executor()
    results = executor.map(abs, [-1, -2], timeout=0)
    time.sleep(1)
    with limit("shutdown(wait=True)"):
        executor.shutdown(wait=True)
    try:
        values = list(results)
    except Exception as error:
        return f"though the calls had ended, the iterator raised {error!r}"
    return None if values == [1, 2] else f"the iterator gave {values}"


@shows("MAP-08", shown="the timeout cancelled the calls that waited", kinds=POOLS, waiting=20)
def time_out_and_look_for_calls():
    """Have the time of `map` be over while all its calls wait."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        for _ in range(20):
            executor.submit(int)
        path = os.path.join(folder, "made")
        try:
            with limit("next of map(..., timeout=0)"):
                next(executor.map(touch, [path], timeout=0))
        except TimeoutError:
            touch(os.path.join(folder, "go"))
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
        if os.path.exists(path):
            return (
                "the iterator raised TimeoutError, and the call that waited was made all the same"
            )
    return None


@shows("MAP-09", shown="the calls ran beside each other", kinds=["thread", "green"], workers=2)
def map_in_chunks():
    """Map two calls that wait for each other, with chunksize=2."""
    executor = make_executor()
    both = threading.Barrier(2)
    try:
        with limit("two calls that wait for each other, in a map(..., chunksize=2) of 2 workers"):
            list(executor.map(lambda _: both.wait(), range(2), chunksize=2))
    except Exception as error:
        return f"map(..., chunksize=2) raised {error!r}"
    return None


@shows(
    "MAP-12", shown="to close the iterator cancelled the calls that waited", kinds=POOLS, waiting=20
)
def close_the_iterator():
    """Close an iterator that has given its first result, while a call runs and others wait."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        last = os.path.join(folder, "last")
        calls = [(touch, os.path.join(folder, "first")), *[(hold, folder)] * 20, (touch, last)]
        results = executor.map(call, calls)
        with limit("the first result of map while the next call runs"):
            next(results)
        results.close()
        touch(os.path.join(folder, "go"))
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
        made = os.path.exists(last)
    return "the iterator was closed, and the last call was made all the same" if made else None


def call(item):
    """Call the function of an item."""
    function, argument = item
    function(argument)


@shows("MAP-13", shown="all calls were made")
def drop_the_iterator():
    """Map, and drop what it returns."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        paths = [os.path.join(folder, str(i)) for i in range(5)]
        make_executor().map(touch, paths)
        made = wait_until(lambda: all(map(os.path.exists, paths)))
        count = sum(map(os.path.exists, paths))
    return (
        None if made else f"{LIMIT} s after the iterator was dropped, {count} of 5 calls were made"
    )


@shows("MAP-14", shown="map raised RuntimeError after shutdown")
def map_after_shutdown():
    """Map after the executor was shut down."""
    executor = make_executor()
    executor.shutdown(wait=True)
    try:
        with limit("map after shutdown"):
            executor.map(abs, [-1])
    except RuntimeError:
        return None
    except Exception as error:
        return f"map after shutdown raised {error!r}, which is no RuntimeError"
    return "map took calls after shutdown"


@shows("MAP-15", shown="the exception of the input came out of map")
def map_over_what_raises():
    """Map over an iterable that raises."""
    executor = make_executor()
    try:
        with limit("map over inputs that raise"):
            results = executor.map(abs, itertools.chain([-1], fail()))
    except ValueError:
        return None
    except Exception as error:
        return f"map raised {error!r}, and the input had raised ValueError"
    return f"map returned {results!r}, though an input raised"


def fail():
    """Be inputs that raise."""
    raise ValueError("on purpose")
    yield


@shows("MAP-20", shown="the results came before the error of an input")
def map_over_what_raises_with_a_buffer():
    """Map, two calls at a time, over an iterable that raises after three elements."""

    def inputs():
        yield from range(3)
        raise LookupError("on purpose")

    got = []
    with contextlib.suppress(LookupError), limit("the results of a map with a buffer"):
        for result in make_executor().map(int, inputs(), buffersize=2):
            # Not all at once: what came before the error is to be kept.
            got.append(result)  # noqa: PERF402
    if got != [0, 1, 2]:
        return f"an input raised after three others, and the results that came were {got}"
    return None


@shows("MAP-19", shown="map raised the error, and the calls before it were made")
def map_while_it_is_shut_down():
    """Have an input shut the executor down, so that the call after it is refused."""
    executor = make_executor()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        paths = [os.path.join(folder, str(i)) for i in range(10)]

        def inputs():
            yield from paths
            executor.shutdown(wait=False)
            yield os.path.join(folder, "refused")

        try:
            with limit("map whose inputs shut the executor down"):
                results = executor.map(touch, inputs())
        except RuntimeError:
            made = wait_until(lambda: all(map(os.path.exists, paths)))
        except Exception as error:
            return f"map raised {error!r}, and the executor was shut down"
        else:
            return f"map returned {results!r}, though the executor refuses calls"
        count = sum(map(os.path.exists, paths))
    return None if made else f"of the 10 calls that map had submitted before, {count} were made"
