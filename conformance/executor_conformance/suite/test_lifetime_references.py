"""The chapter on lifetime: what is kept of calls that have ended."""

import contextlib
import gc
import sys
import weakref
from functools import partial

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies


def gone(*references):
    """Say whether objects have gone."""
    return all(reference() is None for reference in references)


@verifies("LIF-02")
def test_a_call_that_has_ended_is_not_kept(executor, helper):
    within, given = tasks.Thing(), tasks.Thing()
    references = weakref.ref(within), weakref.ref(given)
    future = executor.submit(partial(tasks.ignore, within), given)
    del within, given
    assert future.result() is None
    helper.wait_until_freed(lambda: gone(*references))


@verifies("LIF-02", kinds=("interpreter", "process", "distributed"))
def test_a_worker_does_not_keep_the_arguments_of_its_last_call(executor, journal):
    if sys.implementation.name != "cpython":
        pytest.skip("needs workers that count references")
    executor.submit(tasks.note_when_gone, journal, tasks.Thing()).result()
    journal.wait_for("gone")


@verifies("LIF-10", counted=True, relies_on=("cancel",))
def test_what_is_kept_of_a_call_that_was_cancelled(
    make_executor, gate, beyond_prefetch, helper, observe
):
    executor = make_executor(max_workers=1)
    for _ in range(beyond_prefetch):
        executor.submit(tasks.pass_gate, gate)
    thing = tasks.Thing()
    reference = weakref.ref(thing)
    future = executor.submit(tasks.ignore, thing)
    del thing
    if not future.cancel():
        pytest.skip("needs a call that can be cancelled")
    gc.collect(0)
    dropped = helper.look_for(lambda: gone(reference))
    observe("dropped at once" if dropped else "kept until its turn comes")


@verifies("LIF-03")
def test_a_result_is_not_kept_without_its_future(executor, helper):
    future = executor.submit(tasks.make_thing)
    reference = weakref.ref(future.result())
    del future
    helper.wait_until_freed(lambda: gone(reference))


@verifies("LIF-04")
def test_map_does_not_keep_results_that_it_has_given(executor, helper):
    results = executor.map(tasks.make_thing, range(3))
    for _ in range(3):
        reference = weakref.ref(next(results))
        helper.wait_until_freed(partial(gone, reference))


def skip_where_kept(future_of, helper):
    """End the test where a future that nobody holds stays for another reason than the clause's."""
    reference = weakref.ref(future_of())
    # What frees it at once on a busy machine gets its time; a reason that stays costs a second.
    if not helper.look_for(partial(gone, reference), looks=30):
        pytest.skip(
            "a future stays without that, too: this executor keeps it, or its exception does"
        )


@verifies("LIF-05")
def test_as_completed_does_not_keep_futures_that_it_has_given(adapter, executor, helper):
    def read():
        future = executor.submit(tasks.return_value, 0)
        future.result()
        return future

    skip_where_kept(read, helper)
    futures = [executor.submit(tasks.return_value, i) for i in range(3)]
    ended = adapter.as_completed(futures)
    references = [weakref.ref(next(ended))]
    # Not before: the iterator may look at its argument when it is first asked.
    futures.clear()
    for _ in range(2):
        helper.wait_until_freed(partial(gone, *references))
        references.append(weakref.ref(next(ended)))
    helper.wait_until_freed(partial(gone, *references))


@contextlib.contextmanager
def no_collection():
    """Leave freeing objects to the counting of references."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@verifies("LIF-09")
def test_reading_an_exception_makes_no_circle(executor, helper):
    if sys.implementation.name != "cpython":
        pytest.skip("needs an implementation that counts references")

    def unread():
        future = executor.submit(tasks.fail_with, ValueError("on purpose"))
        helper.wait_until(future.done)
        return future

    with no_collection():
        skip_where_kept(unread, helper)
        future = executor.submit(tasks.fail_with, ValueError("on purpose"))
        with contextlib.suppress(ValueError):
            future.result()
        reference = weakref.ref(future)
        del future
        helper.wait_until(lambda: reference() is None)
