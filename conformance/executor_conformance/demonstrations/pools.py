"""What shows faults of pools: their workers and their order."""

import multiprocessing
import os
import tempfile
import threading
import time

from executor_conformance.demonstrations import POOLS, shows
from executor_conformance.demonstrations.stage import (
    LIMIT,
    WORKERS,
    hold,
    keep_busy,
    limit,
    make_executor,
    touch,
    wait_until,
)


@shows("POO-05", shown="the constructor raised ValueError", kinds=POOLS)
def make_pools_without_workers():
    """Make pools of no workers, and of less."""
    for number in (0, -1):
        try:
            with limit(f"the constructor with max_workers={number}"):
                executor = make_executor(max_workers=number)
        except ValueError:
            continue
        except Exception as error:
            return f"max_workers={number} raised {error!r}, which is no ValueError"
        return f"max_workers={number} was taken: {executor!r}"
    return None


def workers():
    """Return the threads and processes that there are, without those of this program."""
    threads = {each for each in threading.enumerate() if not isinstance(each, threading.Timer)}
    return threads | set(multiprocessing.active_children())


def process_class():
    """Return the name of the class that started this process."""
    return type(multiprocessing.current_process()).__name__


def forks(executor):
    """Say whether an executor forks its workers, for then it may start them beforehand."""
    return executor.submit(process_class).result(timeout=3 * LIMIT) == "ForkProcess"


@shows("POO-07", shown="a large pool started as few workers as a small one", kinds=POOLS)
def submit_one_call_to_a_large_pool():
    """Count what pools of one worker and of four start for their first call."""
    if forks(make_executor()):
        return None
    started = []
    for number in (1, 4):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            before = workers()
            executor = make_executor(max_workers=number)
            future = executor.submit(hold, folder)
            path = os.path.join(folder, "call started")
            assert wait_until(lambda path=path: os.path.exists(path)), "no worker began a call"
            started.append(len(workers() - before))
            touch(os.path.join(folder, "go"))
            future.result(timeout=LIMIT)
    if started[1] <= started[0]:
        return None
    return (
        f"for one call, {started[1]} threads and processes were started with max_workers=4, "
        f"{started[0]} with max_workers=1"
    )


@shows("POO-08", shown="idle workers were given the next call", kinds=POOLS)
def submit_calls_one_by_one():
    """Submit calls one after the other, each when the worker has been idle for a while."""
    executor = make_executor(max_workers=5)
    if forks(executor):
        return None
    before = workers()
    for _ in range(4):
        time.sleep(1)
        executor.submit(int).result(timeout=LIMIT)
    more = len(workers() - before)
    return (
        f"{more} further workers were started for 4 calls, one after another" if more == 4 else None
    )


@shows("POO-11", shown="max_tasks_per_child was refused")
def make_pools_of_strange_patience():
    """Make pools whose workers make no number of calls."""
    for number, refusal in (("two", TypeError), (0, ValueError)):
        try:
            executor = make_executor(max_tasks_per_child=number)
        except refusal:
            continue
        except Exception as error:
            return f"max_tasks_per_child={number!r} raised {error!r}"
        return f"max_tasks_per_child={number!r} was taken: {executor!r}"
    return None


@shows("POO-15", shown="the constructor raised ValueError", kinds=["process"])
def replace_forked_workers():
    """Make a pool that forks its workers and replaces them."""
    try:
        executor = make_executor(
            max_tasks_per_child=1, mp_context=multiprocessing.get_context("fork")
        )
    except ValueError:
        return None
    return f"max_tasks_per_child and a context that forks were taken together: {executor!r}"


@shows("ORD-01", shown="the calls were made in their order", kinds=POOLS, waiting=20)
def submit_in_an_order():
    """Have twenty calls wait for a single worker, and look at the order that they are made in."""
    assert WORKERS == 1, "this needs an executor with one worker"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        path = os.path.join(folder, "calls")
        futures = [executor.submit(note, path, i) for i in range(20)]
        touch(os.path.join(folder, "go"))
        with limit("twenty calls"):
            for future in futures:
                future.result()
        with open(path) as file:
            made = [int(line) for line in file]
    return None if made == list(range(20)) else f"calls 0 to 19 were made in the order {made}"


def note(path, number):
    """Write down a number."""
    with open(path, "a") as file:
        file.write(f"{number}\n")


@shows("POO-12", shown="all calls were made", kinds=["process"])
def replace_a_worker():
    """Have five calls made by workers that make two each."""
    executor = make_executor(max_tasks_per_child=2)
    with limit("five calls, of workers that make two each"):
        try:
            futures = [executor.submit(abs, -i) for i in range(5)]
            values = [future.result() for future in futures]
        except Exception as error:
            return f"of five calls of workers that make two each, one led to {error!r}"
    return None if values == list(range(5)) else f"the calls led to {values}"
