"""The chapter on `map`: chunks."""

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies
from executor_conformance.suite.overriding import watch_submit

WITHOUT_CHUNKS = ("thread", "green", "interpreter")


@verifies("MAP-09", kinds=WITHOUT_CHUNKS, workers=2)
def test_calls_of_one_chunk_run_beside_each_other(executor, latch):
    results = executor.map(tasks.meet, [latch(2)] * 2, chunksize=2)
    assert list(results) == [None, None]


@verifies("MAP-10")
def test_every_chunksize_gives_the_same_results(executor):
    for chunksize in (1, 3, 10, 11, 1000):
        results = executor.map(tasks.return_call, range(10), range(10, 30), chunksize=chunksize)
        expected = [((i, i + 10), {}) for i in range(10)]
        assert list(results) == expected, f"with chunksize={chunksize}"


@verifies("MAP-11")
def test_there_are_no_chunks_of_less_than_one(executor):
    for chunksize in (0, -1):
        with pytest.raises(ValueError):  # noqa: PT011 (the text is not promised)
            executor.map(tasks.return_value, [1], chunksize=chunksize)


@verifies("MAP-22")
def test_a_chunk_is_submitted_as_one_call(make_executor, monkeypatch):
    executor = make_executor()
    submitted = watch_submit(monkeypatch, executor, lambda number: None)
    assert list(executor.map(tasks.return_value, range(10), chunksize=4)) == list(range(10))
    if not submitted:
        pytest.skip("map does not submit through submit")
    assert len(submitted) <= 3, f"{len(submitted)} calls were submitted for 3 chunks"


@verifies("MAP-25")
def test_results_before_a_failure_in_a_chunk_are_yielded_or_lost(executor, observe):
    yielded = []
    try:
        for result in executor.map(tasks.answer, [1, 2, "fails", 4], chunksize=4):
            yielded.append(result)  # noqa: PERF402 (what came before the error is to be kept)
    except ValueError:
        pass
    else:
        raise AssertionError(f"map has yielded {yielded}, and no error")
    assert yielded in ([], [(1,)], [(1,), (2,)])
    observe("they are yielded" if len(yielded) == 2 else "they are lost")
