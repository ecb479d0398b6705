"""The chapter on the interface as a whole: classes that are derived from an executor's."""

import concurrent.futures

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies


def abstract_bases(executor):
    """Return the abstract classes that an executor is derived from, those with no constructor."""
    bases = [
        base
        for base in type(executor).__mro__[1:]
        # A class that has a constructor of its own is no abstract one.
        if issubclass(base, concurrent.futures.Executor) and base.__init__ is object.__init__
    ]
    if not bases:
        pytest.skip("is about executors derived from concurrent.futures.Executor")
    return bases


@verifies("API-04")
def test_a_subclass_with_submit_alone_has_map_and_with(executor):
    for base in abstract_bases(executor):

        class Derived(base):
            def submit(self, fn, /, *args, **kwargs):
                return executor.submit(fn, *args, **kwargs)

        with Derived() as derived:
            assert list(derived.map(tasks.return_call, [1, 2], [3, 4])) == [
                ((1, 3), {}),
                ((2, 4), {}),
            ]


@verifies("API-06")
def test_a_subclass_works_without_the_constructor_and_with_an_old_shutdown(executor):
    for base in abstract_bases(executor):
        asked = []

        class Derived(base):
            def __init__(self, asked):
                self.asked = asked

            def submit(self, fn, /, *args, **kwargs):
                return executor.submit(fn, *args, **kwargs)

            def shutdown(self, wait=True):
                self.asked.append(wait)

        with Derived(asked) as derived:
            assert list(derived.map(tasks.return_value, [1, 2])) == [1, 2]
        assert asked == [True], f"the block called shutdown with wait={asked}"
        error = LookupError("on purpose")
        assert not derived.__exit__(type(error), error, None), "__exit__ returned a true value"


@verifies("API-05")
def test_map_submits_through_the_submit_of_a_subclass(executor):
    if not isinstance(executor, concurrent.futures.Executor):
        pytest.skip("is about executors derived from concurrent.futures.Executor")
    kind = type(executor)
    seen = []

    try:

        class Derived(kind):
            def submit(self, fn, /, *args, **kwargs):
                seen.append(args)
                return super().submit(fn, *args, **kwargs)

        executor.__class__ = Derived
    except TypeError:
        pytest.skip("the class of the executor cannot be replaced by one that is derived from it")
    try:
        assert list(executor.map(tasks.return_value, range(3))) == [0, 1, 2]
    finally:
        executor.__class__ = kind
    assert len(seen) == 3, f"the submit of a subclass saw {len(seen)} of 3 calls"
