"""`map`, on the executor with the fewest moving parts, and on threads where it has to wait."""

import gc
import operator
import threading
import weakref
from itertools import count

import pytest

from executor_reference import InlineExecutor, ThreadPoolExecutor
from executor_reference.base import BaseExecutor


@pytest.fixture
def inline():
    with InlineExecutor() as executor:
        yield executor


@pytest.fixture
def gate():
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def threads(gate):
    executor = ThreadPoolExecutor(1)
    yield executor
    gate.set()
    executor.shutdown()


def test_the_calls_are_those_of_zip(inline):
    assert list(inline.map(lambda *args: args, "abc", [1, 2])) == [("a", 1), ("b", 2)]
    assert list(inline.map(lambda *args: args)) == []
    assert list(inline.map(operator.neg, [1, 2, 3], chunksize=0)) == [-1, -2, -3]


def test_all_calls_are_submitted_at_once(inline):
    calls = []
    inline.map(calls.append, range(3))
    assert calls == [0, 1, 2]


def test_results_come_in_the_order_of_the_inputs(gate):
    with ThreadPoolExecutor(2) as executor:
        results = executor.map(lambda wait: wait and gate.wait(30), [True, False])
        executor.submit(gate.set)
        assert list(results) == [True, False]


def test_an_error_comes_at_its_position_and_ends_the_iteration(inline):
    results = inline.map(operator.truediv, [1, 1, 1, 1], [1, 1, 0, 1])
    assert [next(results), next(results)] == [1, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert list(results) == []


def test_an_error_of_the_inputs_is_raised_by_map(inline):
    calls = []

    def inputs():
        yield 1
        raise OSError("inputs")

    with pytest.raises(OSError, match="inputs"):
        inline.map(calls.append, inputs())
    assert calls == [1]


def test_stop_iteration_is_not_the_end(inline):
    results = inline.map(next, [iter("a"), iter(""), iter("b")])
    assert next(results) == "a"
    with pytest.raises(RuntimeError):
        next(results)


def test_a_timeout_cancels_what_has_not_started(threads, gate):
    calls = []
    threads.submit(gate.wait, 30)
    results = threads.map(calls.append, range(3), timeout=0)
    with pytest.raises(TimeoutError):
        next(results)
    gate.set()
    threads.shutdown()
    assert calls == []


def test_results_that_are_there_come_after_the_deadline(inline):
    assert list(inline.map(operator.neg, [1, 2], timeout=-1)) == [-1, -2]


@pytest.mark.parametrize("buffersize", [None, 3])
def test_closing_cancels_what_has_not_started(threads, gate, buffersize):
    calls = []
    results = threads.map(
        lambda i: i and (gate.wait(30), calls.append(i)), range(5), buffersize=buffersize
    )
    assert next(results) == 0
    results.close()
    gate.set()
    threads.shutdown()
    assert set(calls) <= {1}  # it may have started


def test_dropping_cancels_nothing(threads, gate):
    calls = []
    threads.submit(gate.wait, 30)
    results = threads.map(calls.append, range(3))
    del results
    gc.collect()
    gate.set()
    threads.shutdown()
    assert calls == [0, 1, 2]


def test_results_that_were_yielded_are_not_kept(inline):
    class Thing:
        pass

    results = inline.map(lambda _: Thing(), range(3))
    for _ in range(3):
        reference = weakref.ref(next(results))
        gc.collect()
        assert reference() is None


@pytest.mark.parametrize("executor_type", [InlineExecutor, ThreadPoolExecutor])
@pytest.mark.parametrize("inputs", [[], [1]])
def test_a_closed_executor_refuses(executor_type, inputs):
    executor = executor_type()
    executor.shutdown()
    with pytest.raises(RuntimeError):
        executor.map(operator.neg, inputs)


def test_inputs_are_pulled_one_at_a_time(inline):
    pulled = count()
    results = inline.map(operator.neg, pulled, buffersize=3)
    assert next(pulled) == 3
    seen = []
    for expected in [0, -1, -2]:
        assert next(results) == expected
        seen.append(next(pulled))
    assert seen == [5, 7, 9]  # one pulled by the executor, one by the look at it


@pytest.mark.parametrize(
    ("buffersize", "error"), [(0, ValueError), (-1, ValueError), (1.0, TypeError), ("x", TypeError)]
)
def test_a_senseless_buffersize_is_refused_at_once(inline, buffersize, error):
    with pytest.raises(error, match="buffersize"):
        inline.map(operator.neg, [1], buffersize=buffersize)


def test_with_a_buffer_results_come_before_an_error_of_the_inputs(inline):
    def inputs():
        yield from [1, 2, 3]
        raise OSError("inputs")

    results = inline.map(operator.neg, inputs(), buffersize=2)
    assert [next(results) for _ in range(3)] == [-1, -2, -3]
    with pytest.raises(OSError, match="inputs"):
        next(results)
    assert list(results) == []


def test_with_a_buffer_results_come_before_the_refusal_of_a_closed_executor(inline):
    results = inline.map(operator.neg, [1, 2, 3], buffersize=2)
    inline.shutdown()
    assert [next(results), next(results)] == [-1, -2]
    with pytest.raises(RuntimeError):
        next(results)


def test_with_a_buffer_the_executor_lives_until_the_end():
    results = ThreadPoolExecutor(1).map(operator.neg, range(5), buffersize=1)
    gc.collect()
    assert list(results) == [0, -1, -2, -3, -4]


def test_without_a_buffer_the_executor_is_not_kept():
    executor = ThreadPoolExecutor(1)
    reference = weakref.ref(executor)
    results = executor.map(operator.neg, range(5))
    del executor
    gc.collect()
    assert reference() is None
    assert list(results) == [0, -1, -2, -3, -4]


class Recording(BaseExecutor):
    """The smallest subclass: no constructor is called, and only `submit` is defined."""

    def __init__(self, inner, fail_at=None):
        self.inner = inner
        self.calls = 0
        self.fail_at = fail_at

    def submit(self, fn, /, *args, **kwargs):
        self.calls += 1
        if self.calls == self.fail_at:
            raise LookupError("refused")
        return self.inner.submit(fn, *args, **kwargs)


def test_map_submits_through_submit(inline):
    with Recording(inline) as executor:
        assert list(executor.map(operator.neg, range(3))) == [0, -1, -2]
        assert executor.calls == 3


def test_a_refused_submission_leaves_the_accepted_ones(inline):
    calls = []
    with pytest.raises(LookupError):
        Recording(inline, fail_at=3).map(calls.append, range(5))
    assert calls == [0, 1]


def test_the_second_thread_that_advances_does_not_spoil_the_first(threads, gate):
    results = threads.map(lambda i: gate.wait(30), range(2))
    taken = []
    first = threading.Thread(target=lambda: taken.append(next(results)))
    first.start()
    while not results.gi_running:
        pass
    with pytest.raises(ValueError, match="already executing"):
        next(results)
    gate.set()
    first.join(30)
    assert taken == [True]
