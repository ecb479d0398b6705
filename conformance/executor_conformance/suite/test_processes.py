"""The chapter on processes."""

import collections
import multiprocessing
import os
import re

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("PRC-01")
def test_calls_run_in_another_process(executor):
    ids = {executor.submit(tasks.process_id).result() for _ in range(4)}
    assert os.getpid() not in ids, "a call ran in the submitting process"


@verifies("PRC-01")
def test_the_calls_of_a_single_worker_run_in_another_process(make_executor):
    assert make_executor(max_workers=1).submit(tasks.process_id).result() != os.getpid()


@verifies("PRC-02")
def test_a_global_changed_by_calls_is_unchanged_in_the_parent(executor, monkeypatch):
    monkeypatch.setattr(tasks, "n", 1)
    futures = [executor.submit(tasks.add_to_n, i) for i in range(20)]
    results = [future.result() for future in futures]
    assert tasks.n == 1, f"the parent's n became {tasks.n} through calls that returned {results}"


ADDS_TO_N = """
n = 1

def task(i):
    global n
    n += i
    return n
"""
PRINTS_N_AFTER_20_CALLS = """
pool = stage.make_executor(max_workers=2, start_method={method!r})
futures = [pool.submit(task, i) for i in range(20)]
pool.shutdown(wait=True)
for future in futures:
    print(future.result())
print("n is", n)
"""


@verifies("PRC-02", kinds=("process",), relies_on=("waiting_spared",))
def test_a_global_of_the_main_module_is_unchanged_in_the_program(program, start_methods):
    running = {
        method: program.start(PRINTS_N_AFTER_20_CALLS.format(method=method), ADDS_TO_N)
        for method in start_methods
    }
    for method, started in running.items():
        ended = started.wait()
        assert ended.status == 0, f"start method {method}: {ended.stderr}"
        *results, n = ended.stdout.splitlines()
        assert len(results) == 20, f"start method {method}: {ended.stdout}"
        assert n == "n is 1", f"start method {method}: the program's own {n}, not 1"


@verifies("PRC-03")
def test_a_worker_keeps_what_its_calls_changed(executor):
    futures = [executor.submit(tasks.add_to_n_and_tell_where, i) for i in range(1, 21)]
    seen = collections.defaultdict(list)
    for future in futures:
        process, added, n = future.result()
        seen[process].append((n, added))
    for process, steps in seen.items():
        # What is added is positive: in the order of n is in the order in which the calls ran.
        steps.sort()
        n, _ = steps[0]
        for after, added in steps[1:]:
            assert after == n + added, f"process {process} went from {n} to {after} by {added}"
            n = after


DEFINES_A_CALL = """
def name_of_main(_):
    return __name__
"""
CALLS_IT = """
stage.journal.note("behind the guard")
pool = stage.make_executor(max_workers=2, start_method={method!r})
print(pool.submit(name_of_main, None).result())
pool.shutdown()
"""


@verifies("PRC-07")
def test_what_is_behind_a_main_guard_runs_in_the_program_alone(program, start_methods):
    running = {
        method: program.start(CALLS_IT.format(method=method), DEFINES_A_CALL)
        for method in start_methods
    }
    for method, started in running.items():
        ended = started.wait()
        assert ended.status == 0, f"start method {method}: {ended.stderr}"
        if method not in ("fork", None):
            assert ended.stdout.strip() != "__main__", f"start method {method}"
    assert program.journal.entries() == ["behind the guard"] * len(running)


@verifies("PRC-10")
def test_workers_are_named_after_their_start_method_and_numbered(executor, latch):
    together = latch(2)
    futures = [executor.submit(tasks.meet_and_tell_process_name, together) for _ in range(2)]
    names = [future.result() for future in futures]
    assert len(set(names)) == 2, f"two workers are both named {names[0]}"
    for name in names:
        assert re.fullmatch(r"(Fork|Spawn|ForkServer)Process-[0-9:]+", name)


def quick(methods):
    """Leave out spawn, which takes longest, where another method imports afresh too."""
    return [method for method in methods if method != "spawn" or "forkserver" not in methods]


@verifies("PRC-17")
def test_the_given_context_starts_the_workers(make_executor, start_methods):
    default = multiprocessing.get_context().get_start_method()
    method = next((other for other in quick(start_methods) if other != default), default)
    context = multiprocessing.get_context(method)
    executor = make_executor(max_workers=1, mp_context=context)
    started_as = executor.submit(tasks.process_class).result()
    assert started_as == context.Process.__name__, f"the context of {method} was not used"


@verifies("PRC-06")
def test_globals_are_those_of_the_fork_or_of_a_fresh_import(
    make_executor, start_methods, monkeypatch
):
    monkeypatch.setattr(tasks, "n", 100)
    seen = {}
    for method in quick(start_methods):
        context = multiprocessing.get_context(method)
        executor = make_executor(max_workers=1, mp_context=context)
        seen[method] = executor.submit(tasks.add_to_n, 0)
    for method, call in seen.items():
        expected = 100 if method == "fork" else 1
        assert call.result() == expected, f"n with the start method {method}"


@verifies("PRC-11")
def test_a_call_can_start_a_process(executor):
    assert executor.submit(tasks.status_of_a_child).result() == 7


@verifies("PRC-14")
def test_handlers_that_a_call_registers_in_its_worker(make_executor, journal, observe):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.note_at_exit, journal).result()
    executor.shutdown(wait=True)
    observe("handlers run" if journal.entries() else "handlers do not run")


PRINTS_AND_SUBMITS_PRINTING = """
print("head")
executor = stage.make_executor(max_workers=4)
for i in range(20):
    executor.submit(tasks.print_line, f"line {i}")
"""


@verifies("PRC-13")
def test_what_is_printed_appears_once(program):
    ended = program.start(PRINTS_AND_SUBMITS_PRINTING).wait()
    printed = sorted(ended.stdout.splitlines())
    assert printed == sorted(["head", *(f"line {i}" for i in range(20))]), ended.stderr


WAITS_WHILE_IMPORTED = """
import os, sys

def double(n):
    return 2 * n

main = sys.modules["__main__"]
if getattr(main, "program", None) == os.getpid():
    try:
        main.executor.submit(double, 4).result(timeout=0.1)
        main.stage.journal.note("the call ends")
    except TimeoutError:
        main.stage.journal.note("the call waits for the import")
    except Exception:
        main.stage.journal.note("the call fails")
"""
IMPORTS_IT = f"""
import os
from pathlib import Path
program = os.getpid()
module = Path(__file__).with_name("waits_while_imported.py")
module.write_text({WAITS_WHILE_IMPORTED!r})
sys.path.insert(0, str(module.parent))
executor = stage.make_executor(max_workers=1)
executor.submit(tasks.return_none).result()
import waits_while_imported
# What waited may do so for ever: no orderly end.
import multiprocessing
for worker in multiprocessing.active_children():
    worker.terminate()
os._exit(0)
"""


@verifies("PRC-16")
def test_a_module_that_waits_for_a_call_of_its_own_while_it_is_imported(program, observe):
    ended = program.start(IMPORTS_IT).wait()
    assert program.journal.entries(), ended.stderr
    observe(program.journal.entries()[0])
