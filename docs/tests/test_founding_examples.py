"""The example programs of the founding document do what their page says of them."""

import re
from pathlib import Path

import pytest

import executor_spec
from executor_docs.programs import run_program

FOLDER = Path(__file__).parents[1] / "examples" / "founding"
TASKS = list(range(20))


def run(name):
    """Return what a program printed, with what all of the tasks printed as pairs.

    Threads may write the end of a line after the next line, so nothing depends on line ends.
    """
    printed = run_program(FOLDER / f"{name}.py")
    doers = [
        (who, int(task)) for who, task in re.findall(r"([A-Z]\w*-\w+) does task (\d+)", printed)
    ]
    return printed, doers


def numbers(pattern, printed):
    return [int(number) for number in re.findall(pattern, printed)]


def test_every_program_belongs_to_a_passage():
    passages = executor_spec.load_founding().passages
    examples = {passage.example for passage in passages if passage.example}
    assert examples == {path.stem for path in FOLDER.glob("*.py")}


@pytest.mark.parametrize("name", ["process_pool", "thread_pool"])
def test_a_pool_of_four_does_each_of_twenty_tasks_once(name):
    printed, doers = run(name)
    assert sorted(task for _, task in doers) == TASKS
    assert 1 <= len({who for who, _ in doers}) <= 4
    assert printed.count("\n") == 19


def test_map_squares_each_number_once_in_one_process():
    printed, _ = run("map_squares")
    squared = re.findall(r"process (\d+) squares (\d+)", printed)
    assert len({process for process, _ in squared}) == 1
    assert sorted(int(number) for _, number in squared) == list(range(1, 21))


def test_asynchronous_results_are_sums_by_worker_and_n_stays_1():
    printed, doers = run("asynchronous")
    assert sorted(task for _, task in doers) == TASKS
    assert 1 <= len({who for who, _ in doers}) <= 4
    sums, expected = {}, {}
    for who, task in doers:
        sums[who] = expected[task] = sums.get(who, 1) + task
    returned = re.findall(r"task (\d+) returned (\d+)", printed)
    assert [int(task) for task, _ in returned] == TASKS
    assert {int(task): int(value) for task, value in returned} == expected
    assert printed.endswith("\nn is 1")


def test_synchronous_tasks_run_one_after_another_and_n_stays_1():
    printed, doers = run("synchronous")
    assert [task for _, task in doers] == TASKS
    assert numbers(r"task (\d+)", printed) == [task for task in TASKS for _ in range(2)]
    assert numbers(r"task (\d+) returned", printed) == TASKS
    assert printed.endswith("\nn is 1")


def test_each_callback_is_called_once_by_the_worker_or_the_main_thread():
    printed, doers = run("callback")
    assert sorted(task for _, task in doers) == TASKS
    assert 1 <= len({who for who, _ in doers}) <= 4
    calls = re.findall(r"(MainThread|[A-Z]\w*-\w+) parses (\d+)", printed)
    assert sorted(int(square) for _, square in calls) == [task**2 for task in TASKS]
    doer_of = {task**2: who for who, task in doers}
    for caller, square in calls:
        assert caller in (doer_of[int(square)], "MainThread")
