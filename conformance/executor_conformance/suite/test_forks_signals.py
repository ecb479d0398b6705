"""The chapter on forks and signals: each test runs a whole program, which sends itself signals."""

from executor_conformance.suite import CLOCK_SLACK, verifies

IMPORTS = """
import threading, time
from executor_conformance.forking import give_up, give_up_on_errors
from executor_conformance.signalling import Signals
"""
HELD = """
signals = Signals()
executor = stage.make_executor(max_workers=1)
held = executor.submit(tasks.start_then_pass_gate, stage.gate, "held")
stage.journal.wait_for("held started")
"""


def run(program, body):
    """Run a program to its end, and return its journal and what it wrote about errors."""
    ended = program.start(f"give_up_on_errors()\n{body}", IMPORTS).wait()
    return program.journal.entries(), ended.stderr


IS_INTERRUPTED_EVERYWHERE = """
results = executor.map(tasks.pass_gate, [stage.gate])
closing = stage.make_executor(max_workers=1)
last = closing.__enter__().submit(tasks.pass_gate, stage.gate)
calls = {
    "result": held.result,
    "result with a timeout": lambda: held.result(300),
    "exception": held.exception,
    "wait": lambda: stage.wait([held]),
    "as_completed": lambda: next(iter(stage.as_completed([held]))),
    "map": lambda: next(results),
    "shutdown": lambda: executor.shutdown(wait=True),
    "with": lambda: closing.__exit__(None, None, None),
}
for name, call in calls.items():
    stage.journal.note(f"{name} {signals.interrupt(call, stage.gate.open)}")
give_up()
"""
EVERYWHERE = (
    "result",
    "result with a timeout",
    "exception",
    "wait",
    "as_completed",
    "map",
    "shutdown",
    "with",
)


@verifies("FRK-08")
def test_what_a_handler_raises_comes_out_of_every_wait(program):
    entries, errors = run(program, HELD + IS_INTERRUPTED_EVERYWHERE)
    seen = [entry for entry in entries if not entry.startswith("held")]
    assert seen == [f"{name} interrupted" for name in EVERYWHERE], errors


NOTHING_IS_CHANGED = """
pending = executor.submit(tasks.return_value, "pending")
held.add_done_callback(lambda _: stage.journal.note("called back"))
both = {held, pending}
for call in (
    held.result,
    pending.result,
    lambda: stage.wait(both),
    lambda: next(iter(stage.as_completed(both))),
):
    signals.interrupt(call, stage.gate.open)
stage.gate.open()
stage.journal.note(f"{held.result()}, {pending.result()}")
executor.shutdown()
"""


@verifies("FRK-09")
def test_an_interruption_changes_no_future(program):
    entries, errors = run(program, HELD + NOTHING_IS_CHANGED)
    assert "held, pending" in entries, errors
    assert entries.count("called back") == 1, errors


ALL_OR_NOTHING = """
names = [f"mapped {{i}}" for i in range({count})]
results = executor.map(tasks.note, [stage.journal] * len(names), names)
signals.interrupt(lambda: next(results), stage.gate.open)
stage.gate.open()
executor.shutdown()
"""


@verifies("FRK-09", queued=17)
def test_an_interrupted_iterator_of_map_cancels_all_or_nothing(program, beyond_prefetch):
    entries, errors = run(program, HELD + ALL_OR_NOTHING.format(count=beyond_prefetch + 4))
    assert "held ended" in entries, errors
    # Those before may have been handed to a worker, and started so far.
    late = [f"mapped {beyond_prefetch + i}" in entries for i in range(4)]
    assert len(set(late)) == 1, f"of the last calls, some ran and some did not: {entries}"


CLOSES_TWICE = """
waiting = executor.submit(tasks.return_value, "waiting")
stage.journal.note(f"shutdown {signals.interrupt(executor.shutdown, stage.gate.open)}")
try:
    executor.submit(tasks.return_none)
except RuntimeError:
    stage.journal.note("closed")
opened = []
timer = threading.Timer(0.05, lambda: (opened.append(True), stage.gate.open()))
timer.start()
executor.shutdown(wait=True)
stage.journal.note(f"{bool(opened)} {held.done()} {waiting.done()}")
timer.join()
give_up()
"""


@verifies("FRK-10")
def test_a_second_shutdown_waits_after_an_interrupted_one(program):
    entries, errors = run(program, HELD + CLOSES_TWICE)
    seen = [entry for entry in entries if not entry.startswith("held")]
    assert seen[:2] == ["shutdown interrupted", "closed"], errors
    assert seen[2:] == ["True True True"], "the second shutdown returned before the calls had ended"


IS_INTERRUPTED_AND_ENDS = """
stage.journal.note(f"shutdown {signals.interrupt(executor.shutdown, stage.gate.open)}")
stage.journal.note("end of the main module")
"""


@verifies("FRK-11")
def test_calls_end_before_the_program_does_after_an_interrupted_shutdown(program, helper):
    running = program.start(HELD + IS_INTERRUPTED_AND_ENDS, IMPORTS)
    reached = program.wait_for(running, "end of the main module")
    left = helper.look_for(running.has_ended)
    program.gate.open()
    ended = running.wait()
    assert reached, f"the main module did not come to its end:\n{ended.stderr}"
    assert "shutdown interrupted" in program.journal.entries()
    assert "held ended" in program.journal.entries(), "the call was lost"
    assert not left, "the program ended while its call waited at a closed gate"


IS_PESTERED = """
signals = Signals()
executor = stage.make_executor(max_workers=2)
*gates, last = [stage.gate_named(name) for name in NAMES]
def first_of_map(gate):
    next(executor.map(tasks.pass_gate, [gate]))
waits = [
    lambda future: future.result(),
    lambda future: future.exception(),
    lambda future: stage.wait([future]),
    lambda future: next(iter(stage.as_completed([future]))),
    lambda future: executor.shutdown(wait=True),
]
for gate, wait in zip(gates, waits, strict=True):
    future = executor.submit(tasks.pass_gate, gate)
    stage.journal.note(signals.pester(lambda: wait(future), gate.open))
"""
TIMES_OUT_WHILE_PESTERED = """
executor = stage.make_executor(max_workers=1)
held = executor.submit(tasks.pass_gate, last)
def time_out(wait):
    started = time.monotonic()
    try:
        if wait().done:
            stage.journal.note("done")
    except TimeoutError:
        pass
    took = time.monotonic() - started
    if took < 0.02 - {slack}:
        stage.journal.note(f"timed out after {{took}} s")
for wait in (
    lambda: held.result(0.02),
    lambda: held.exception(0.02),
    lambda: stage.wait([held], 0.02),
    lambda: next(iter(stage.as_completed([held], 0.02))),
):
    signals.pester(lambda: time_out(wait), lambda: None)
last.open()
"""


@verifies("FRK-12")
def test_signals_that_are_handled_end_no_wait(program):
    names = [gate.name for gate in program.more_gates(6)]
    body = IS_PESTERED + TIMES_OUT_WHILE_PESTERED.format(slack=CLOCK_SLACK)
    entries, errors = run(program, f"NAMES = {names}\n{body}")
    assert entries == ["released"] * 5, errors
