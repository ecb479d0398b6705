"""The chapter on program exit: each test runs a whole program."""

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


def run_to_its_end(program, helper, body):
    """Run a program that leaves five calls at a closed gate, which opens after its main module.

    Return how the program ended, having seen that it did not end before its calls had.
    """
    running = program.start(f"{FIVE_CALLS_THAT_WAIT}\n{body}")
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


@verifies("EXI-02")
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


@verifies("EXI-07")
def test_callbacks_run_at_exit_after_shutdown_without_wait(program, helper):
    run_to_its_end(program, helper, WITH_CALLBACKS + SHUTDOWN_WITHOUT_WAIT)
    assert_all_called_back(program)
