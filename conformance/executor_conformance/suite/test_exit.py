"""The chapter on program exit: each test runs a whole program."""

import contextlib
import os
import signal

import pytest

from executor_conformance.child.census import exists
from executor_conformance.suite import verifies

THREE_CALLS_THAT_END = """
executor = stage.make_executor(max_workers=2)
for future in [executor.submit(tasks.return_value, i) for i in range(3)]:
    future.result()
stage.journal.note("end of the main module")
"""

FIVE_CALLS_THAT_WAIT = """
executor = stage.make_executor(max_workers=2)
futures = [executor.submit(tasks.start_then_pass_gate, stage.gate, f"call {i}") for i in range(5)]
"""
WITH_CALLBACKS = """
for future in futures:
    future.add_done_callback(lambda future: stage.journal.note(future.result() + " called back"))
"""
ALL = [f"call {i}" for i in range(5)]


def run_to_its_end(program, helper, body, submission=FIVE_CALLS_THAT_WAIT):
    """Run a program that leaves five calls at a closed gate, which opens after its main module.

    Return how the program ended, having seen that it did not end before its calls had.
    """
    running = program.start(f"{submission}\n{body}")
    reached = program.wait_for(running, "end of the main module")
    left = helper.look_for(running.has_ended)
    program.gate.open()
    ended = running.wait()
    assert reached, f"the main module did not come to its end:\n{ended.stderr}"
    missing = [call for call in ALL if f"{call} ended" not in program.journal.entries()]
    assert not missing, f"these calls had not ended when the program did:\n{ended.stderr}"
    assert not left, "the program ended while its calls waited at a closed gate"
    return ended


@verifies("EXI-11")
def test_a_program_ends_though_it_has_idle_workers(program):
    ended = program.start(THREE_CALLS_THAT_END).wait()
    assert program.journal.entries() == ["end of the main module"], ended.stderr
    assert ended.status == 0, ended.stderr


@verifies("EXI-01")
def test_a_program_does_not_end_before_its_calls_have(program, helper):
    ended = run_to_its_end(program, helper, 'stage.journal.note("end of the main module")')
    assert ended.status == 0, ended.stderr


SHUTDOWN_WITHOUT_WAIT = """
executor.shutdown(wait=False)
stage.journal.note("end of the main module")
"""


@verifies("EXI-02", relies_on=("waiting_spared",))
def test_a_program_waits_for_its_calls_after_shutdown_without_wait(program, helper):
    ended = run_to_its_end(program, helper, SHUTDOWN_WITHOUT_WAIT)
    assert ended.status == 0, ended.stderr


AN_ERROR = """
stage.journal.note("end of the main module")
raise ValueError("on purpose")
"""


@verifies("EXI-03")
def test_calls_end_though_the_main_module_raises(program, helper):
    ended = run_to_its_end(program, helper, AN_ERROR)
    assert ended.status == 1, ended.stderr
    assert "ValueError: on purpose" in ended.stderr


AN_EXIT = """
stage.journal.note("end of the main module")
sys.exit(3)
"""


@verifies("EXI-04")
def test_calls_end_before_the_program_exits_with_its_status(program, helper):
    ended = run_to_its_end(program, helper, AN_EXIT)
    assert ended.status == 3, ended.stderr


FIVE_CALLS_OF_A_DAEMON = """
import threading
def submit():
    global executor, futures
    executor = stage.make_executor(max_workers=2)
    futures = [
        executor.submit(tasks.start_then_pass_gate, stage.gate, f"call {i}") for i in range(5)
    ]
daemon = threading.Thread(target=submit, daemon=True)
daemon.start()
daemon.join()
"""


@verifies("EXI-10")
def test_a_program_waits_for_the_calls_of_a_daemon_thread(program, helper):
    end = 'stage.journal.note("end of the main module")'
    ended = run_to_its_end(program, helper, end, FIVE_CALLS_OF_A_DAEMON)
    assert ended.status == 0, ended.stderr


A_HANDLER = """
import atexit
def handle(name):
    unfinished = sum(not future.done() for future in futures)
    stage.journal.note(f"{name} ran before {unfinished} calls had ended")
atexit.register(handle, "the first handler")
"""
ANOTHER_HANDLER = """
atexit.register(handle, "the last handler")
stage.journal.note("end of the main module")
"""


@verifies("EXI-05")
def test_handlers_run_after_the_calls_have_ended(program, helper):
    run_to_its_end(program, helper, ANOTHER_HANDLER, A_HANDLER + FIVE_CALLS_THAT_WAIT)
    handled = [entry for entry in program.journal.entries() if "handler" in entry]
    assert handled == [
        "the last handler ran before 0 calls had ended",
        "the first handler ran before 0 calls had ended",
    ]


LATE_SUBMISSIONS = """
import atexit, threading
def submit_late(place):
    try:
        executor.submit(tasks.note, stage.journal, f"carried out: {place}")
        stage.journal.note(f"accepted: {place}")
    except RuntimeError:
        stage.journal.note(f"refused: {place}")
def submit_after_the_main_thread():
    threading.main_thread().join()
    submit_late("thread")
futures[0].add_done_callback(lambda future: submit_late("callback"))
atexit.register(submit_late, "handler")
threading.Thread(target=submit_after_the_main_thread).start()
stage.journal.note("end of the main module")
"""
LATE_SUBMISSION_BY_A_CALL = """
def submit_in_a_call():
    stage.gate.wait()
    submit_late("call")
executor.submit(submit_in_a_call)
"""


@verifies("EXI-06", queued=10, relies_on=("other_threads",))
def test_calls_submitted_at_exit_are_refused_or_carried_out(program, helper, kind):
    places = ["callback", "handler", "thread"]
    submission = FIVE_CALLS_THAT_WAIT
    if kind == "thread":
        places.append("call")
        submission += LATE_SUBMISSION_BY_A_CALL
    ended = run_to_its_end(program, helper, LATE_SUBMISSIONS, submission)
    entries = program.journal.entries()
    for place in places:
        if f"refused: {place}" not in entries:
            assert f"accepted: {place}" in entries, f"submit in a {place}:\n{ended.stderr}"
            assert f"carried out: {place}" in entries, f"a call of a {place} was accepted and lost"


def assert_all_called_back(program):
    """Look for the callbacks of the calls in the journal of a program that has ended."""
    entries = program.journal.entries()
    missing = [call for call in ALL if f"{call} called back" not in entries]
    assert not missing, f"the callbacks of these calls did not run: {missing}"


@verifies("EXI-07")
def test_callbacks_of_calls_that_end_at_exit_run(program, helper):
    end = WITH_CALLBACKS + 'stage.journal.note("end of the main module")'
    run_to_its_end(program, helper, end)
    assert_all_called_back(program)


@verifies("EXI-07", relies_on=("waiting_spared",))
def test_callbacks_run_at_exit_after_shutdown_without_wait(program, helper):
    run_to_its_end(program, helper, WITH_CALLBACKS + SHUTDOWN_WITHOUT_WAIT)
    assert_all_called_back(program)


TELLS_ITS_WORKERS = """
executor = stage.make_executor(max_workers=2)
for worker in [executor.submit(tasks.process_id) for _ in range(4)]:
    stage.journal.note(str(worker.result()))
"""
BY_FORCE = """
import os
os._exit(0)
"""


def workers_of(program):
    """Return the ids of the processes that the program has told of."""
    return [int(entry) for entry in program.journal.entries()]


@verifies("EXI-08")
def test_workers_do_not_outlive_the_program(program, helper):
    ended = program.start(TELLS_ITS_WORKERS).wait()
    assert ended.status == 0, ended.stderr
    helper.wait_until(lambda: not any(map(exists, workers_of(program))))


@verifies("EXI-12")
def test_workers_of_a_program_that_has_ended_by_force(program, helper, observe):
    program.start(TELLS_ITS_WORKERS + BY_FORCE).wait()
    if helper.look_for(lambda: not any(map(exists, workers_of(program))), looks=3):
        observe("the workers end with the program")
        return
    observe("the workers outlive the program")
    for worker in workers_of(program):
        with contextlib.suppress(OSError):
            os.kill(worker, signal.SIGTERM)


A_FORKED_CHILD = """
import os
child = os.fork()
if child == 0:
    sys.exit(7)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
stage.journal.note(f"the child ended with status {status}")
stage.journal.note("end of the main module")
"""


@verifies("EXI-09")
def test_a_forked_child_ends(program, helper):
    if not hasattr(os, "fork"):
        pytest.skip("needs a platform where programs can be forked")
    run_to_its_end(program, helper, A_FORKED_CHILD)
    assert "the child ended with status 7" in program.journal.entries()
