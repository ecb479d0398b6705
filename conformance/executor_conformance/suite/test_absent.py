"""The chapter on absent abilities."""

import inspect
import multiprocessing
from functools import partial

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies


def make_refuses(adapter, *, refusal=TypeError, **keyword):
    """Assert that the executor's class raises `TypeError`, or another refusal, for a keyword."""
    make = adapter.make.func if isinstance(adapter.make, partial) else adapter.make
    if not isinstance(make, type):
        pytest.skip("needs make to be the executor's class: a function may take what it likes")
    skip_unless_readable(make)
    try:
        executor = adapter.make(**{**adapter.options, **keyword})
    except refusal:
        return
    executor.shutdown(wait=False)
    raise AssertionError(f"{make.__name__} took the keyword {', '.join(keyword)} and ignores it")


def skip_unless_readable(function):
    """Skip where no signature tells whether a keyword is taken: it may be, and work."""
    try:
        inspect.signature(function)
    except (TypeError, ValueError):
        pytest.skip("its signature cannot be read: declare its capabilities")


@verifies("ABS-01")
def test_max_workers_is_refused(adapter):
    make_refuses(adapter, max_workers=1)


@verifies("ABS-02")
def test_an_initializer_is_refused(adapter):
    make_refuses(adapter, initializer=tasks.return_none)


@verifies("ABS-03")
def test_max_tasks_per_child_is_refused(adapter):
    make_refuses(adapter, refusal=(TypeError, ValueError), max_tasks_per_child=1)


@verifies("ABS-04")
def test_a_start_method_is_refused(adapter):
    make_refuses(adapter, mp_context=multiprocessing.get_context("spawn"))


@verifies("ABS-05")
def test_a_thread_name_prefix_is_refused(adapter):
    make_refuses(adapter, thread_name_prefix="prefix")


@verifies("ABS-06")
def test_cancel_futures_is_refused(make_executor):
    executor = make_executor()
    skip_unless_readable(executor.shutdown)
    with pytest.raises(TypeError):
        executor.shutdown(wait=True, cancel_futures=True)


@verifies("ABS-07")
def test_buffersize_is_refused(executor):
    skip_unless_readable(executor.map)
    with pytest.raises(TypeError):
        list(executor.map(tasks.return_value, [1, 2], buffersize=1))
