"""The chapter on `submit`: what may be called, with what, and what it may return."""

import functools
import inspect
import pickle

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies

IN_PROCESS = ("inline", "thread", "green")
ELSEWHERE = ("interpreter", "process", "distributed")


@verifies("SUB-12")
def test_every_kind_of_callable_is_called(executor, profile):
    adder = tasks.Adder(1)
    calls = [
        # `max` has no signature that could be looked at.
        *((abs, -1), (max, 1, 2), (complex, 1, 2), (tasks.return_value, 1), ("-".join, ["a", "b"])),
        *((adder, 2), (adder.add, 2), (tasks.Adder.add_one, 2), (tasks.Adder.add_two, 2)),
        (functools.partial(tasks.return_call, 1, key=2), 3),
    ]
    for fn, *args in calls:
        if not profile.in_process and not can_be_transported(fn):
            continue
        assert executor.submit(fn, *args).result() == fn(*args), f"of {fn}"


def can_be_transported(fn):
    """Say whether a callable can be pickled on this Python."""
    try:
        pickle.dumps(fn)
    except (TypeError, AttributeError, pickle.PicklingError):
        return False
    return True


@verifies("SUB-09")
def test_the_call_gets_the_objects_themselves(executor):
    given, named = [], {}
    same = executor.submit(lambda first, key: (first is given, key is named), given, key=named)
    assert same.result() == (True, True), "the call got copies"


@verifies("SUB-13", kinds=IN_PROCESS)
def test_a_generator_is_delivered_as_it_is(executor, journal):
    generator = executor.submit(tasks.generate, journal).result()
    assert inspect.isgenerator(generator), f"the outcome is {generator!r}, no generator"
    assert journal.entries() == [], "the executor has started the generator"


@verifies("SUB-13", kinds=IN_PROCESS)
def test_a_coroutine_is_delivered_as_it_is(executor, journal):
    coroutine = executor.submit(tasks.wait_for_nothing, journal).result()
    assert inspect.iscoroutine(coroutine), f"the outcome is {coroutine!r}, no coroutine"
    coroutine.close()
    assert journal.entries() == [], "the executor has awaited the coroutine"


@verifies("SUB-13", kinds=ELSEWHERE)
def test_a_generator_is_not_started_in_a_worker(executor, journal):
    future = executor.submit(tasks.generate, journal)
    if future.exception() is None:
        assert inspect.isgenerator(future.result()), f"the outcome is {future.result()!r}"
    assert executor.submit(tasks.return_value, 1).result() == 1
    assert journal.entries() == [], "the executor has started the generator"


@verifies("SUB-05")
def test_submit_without_a_callable_raises(executor):
    with pytest.raises(TypeError):
        executor.submit()
    with pytest.raises(TypeError):
        executor.submit(key=1)


@verifies("SUB-06")
def test_what_cannot_be_called_leads_to_an_error(executor):
    for thing in (None, 1, "text"):
        with pytest.raises(TypeError):
            executor.submit(thing).result()
        assert executor.submit(tasks.return_value, thing).result() == thing
