"""The chapter on program exit: each test runs a whole program."""

from executor_conformance.suite import verifies

FIVE_CALLS_AND_NO_SHUTDOWN = """
executor = stage.make_executor(max_workers=2)
for i in range(5):
    executor.submit(tasks.start_then_pass_gate, stage.gate, f"call {i}")
stage.journal.note("end of the main module")
"""


@verifies("EXI-01")
def test_a_program_does_not_end_before_its_calls_have(program, helper):
    running = program.start(FIVE_CALLS_AND_NO_SHUTDOWN)
    program.wait_for(running, "end of the main module")
    left = helper.look_for(running.has_ended)
    program.gate.open()
    ended = running.wait()
    finished = [entry for entry in program.journal.entries() if entry.endswith("ended")]
    assert sorted(finished) == [f"call {i} ended" for i in range(5)], ended.stderr
    assert not left, "the program ended while its calls waited at a closed gate"
    assert ended.status == 0, ended.stderr
