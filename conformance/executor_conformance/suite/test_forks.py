"""The chapter on forks and signals: each test runs whole programs, which fork."""

from executor_conformance.suite import verifies

IMPORTS = """
import os
from executor_conformance.forking import STATUS, Child, Fates, LostError, give_up_on_errors
"""


def start(program, body):
    """Start a program that notices from its beginning which of its threads die."""
    return program.start(f"give_up_on_errors()\nfates = Fates(stage.wait)\n{body}", IMPORTS)


def run(program, body):
    """Run a program to its end, and return its journal and what it wrote about errors."""
    ended = start(program, body).wait()
    return program.journal.entries(), ended.stderr


USES_ONE_AND_MAKES_ANOTHER = """
executor = stage.make_executor()
stage.journal.note(executor.submit(tasks.return_value, "before").result())
def use_another():
    with stage.make_executor() as another:
        stage.journal.note(str(list(another.map(tasks.return_value, range(5)))))
stage.journal.note(f"status {Child(use_another).wait()}")
stage.journal.note(executor.submit(tasks.return_value, "after").result())
"""


@verifies("FRK-01")
def test_an_executor_made_in_a_child_works(program):
    entries, errors = run(program, USES_ONE_AND_MAKES_ANOTHER)
    assert entries == ["before", "[0, 1, 2, 3, 4]", "status 7", "after"], errors


IN_USE = """
executor = stage.make_executor(max_workers=1)
done = executor.submit(tasks.return_value, "done")
failed = executor.submit(tasks.fail_with, ValueError("on purpose"))
stage.wait([done, failed])
held = executor.submit(tasks.start_then_pass_gate, stage.gate, "held")
pending = executor.submit(tasks.return_value, "pending")
stage.journal.wait_for("held started")
stage.journal.note("forks")
"""
THE_PARENT_GOES_ON = """
stage.gate.open()
more = executor.submit(tasks.return_value, "more")
stage.journal.note(str(fates.outcomes([held, pending, more])))
executor.shutdown()
"""
CHILD_BY_CHILD = """
for run in children:
    stage.journal.note(f"status {Child(run).wait()}")
"""


def after_the_fork(entries):
    """Return the entries from the fork on, and whether the held call went on to its end."""
    rest = entries[entries.index("forks") + 1 :] if "forks" in entries else entries
    return [entry for entry in rest if entry != "held ended"]


THE_PARENT_IS_UNHARMED = "['held', 'pending', 'more']"


@verifies("FRK-02")
def test_a_child_ends_while_the_calls_of_its_parent_run(program):
    body = f"{IN_USE}\nchildren = [lambda: None]\n{CHILD_BY_CHILD}\n{THE_PARENT_GOES_ON}"
    entries, errors = run(program, body)
    assert after_the_fork(entries) == ["status 7", THE_PARENT_IS_UNHARMED], errors


CLOSES = "children = [executor.shutdown, lambda: executor.__exit__(None, None, None)]"
CLOSES_AND_CANCELS = """
children.append(lambda: executor.shutdown(wait=False, cancel_futures=True))
"""


@verifies("FRK-03")
def test_a_child_closes_the_executor_of_its_parent(program, profile):
    ways = CLOSES + (CLOSES_AND_CANCELS if profile.has("cancel_futures") else "")
    body = f"{IN_USE}\n{ways}\n{CHILD_BY_CHILD}\n{THE_PARENT_GOES_ON}"
    entries, errors = run(program, body)
    *statuses, parent = after_the_fork(entries)
    assert set(statuses) == {"status 7"}, errors
    assert parent == THE_PARENT_IS_UNHARMED, errors


SUBMITS_IN_A_CHILD = """
executor = stage.make_executor()
{before}
def use():
    try:
        future = executor.submit(tasks.return_value, "child")
        fates.outcomes([future])
    except BaseException as error:
        stage.journal.note(f"{{error!r}} in the child")
    {after}
Child(use).let_end()
futures = [executor.submit(tasks.return_value, i) for i in range(3)]
stage.journal.note(str(fates.outcomes(futures)))
executor.shutdown()
"""
UNUSED = {"before": "", "after": "executor.shutdown()"}
# What has been submitted there may never run, and `shutdown` would wait for it.
USED = {"before": "executor.submit(tasks.return_none).result()", "after": "os._exit(STATUS)"}


@verifies("FRK-04")
def test_the_use_in_a_child_does_not_harm_the_parent(program):
    running = [start(program, SUBMITS_IN_A_CHILD.format(**case)) for case in (UNUSED, USED)]
    errors = [each.wait().stderr for each in running]
    entries = [entry for entry in program.journal.entries() if "in the child" not in entry]
    assert entries == ["[0, 1, 2]"] * 2, errors


REPORTS_FROM_A_CHILD = """
executor = stage.make_executor()
executor.submit(tasks.return_none).result()
def use():
    try:
        future = executor.submit(tasks.return_value, "value")
    except Exception as error:
        stage.journal.note("refused")
    else:
        try:
            stage.journal.note(f"{fates.outcomes([future])}")
        except LostError as error:
            stage.journal.note(f"lost, for {error}")
    os._exit(STATUS)
stage.journal.note(f"status {Child(use).wait()}")
executor.shutdown()
"""


@verifies("FRK-05")
def test_submit_in_a_child_raises_or_has_the_call_run(program):
    entries, errors = run(program, REPORTS_FROM_A_CHILD)
    assert entries in (["refused", "status 7"], ["['value']", "status 7"]), errors


ASKS_IN_A_CHILD = """
def ask():
    both = {done, failed}
    stage.journal.note(f"{done.result()} {done.exception()} {failed.exception()!r}")
    stage.journal.note(f"{set(stage.wait(both).done) == both}")
    stage.journal.note(f"{set(stage.as_completed(both)) == both}")
    try:
        stage.journal.note(held.result(timeout=0))
    except TimeoutError:
        stage.journal.note("not done")
children = [ask]
"""


@verifies("FRK-06")
def test_a_child_reads_what_was_done_before(program):
    body = f"{IN_USE}\n{ASKS_IN_A_CHILD}\n{CHILD_BY_CHILD}\n{THE_PARENT_GOES_ON}"
    entries, errors = run(program, body)
    read = ["done None ValueError('on purpose')", "True", "True", "not done", "status 7"]
    assert after_the_fork(entries) == [*read, THE_PARENT_IS_UNHARMED], errors


CALLS_BACK = """
held.add_done_callback(lambda _: stage.journal.note(f"called back in {os.getpid() == parent}"))
parent = os.getpid()
child = Child(lambda: stage.journal.wait_for("['held', 'pending', 'more']"))
"""
WAITS_FOR_THE_CHILD = """
stage.journal.note(f"status {child.wait()}")
"""


@verifies("FRK-07")
def test_a_callback_is_called_in_the_parent_only(program):
    body = f"{IN_USE}\n{CALLS_BACK}\n{THE_PARENT_GOES_ON}\n{WAITS_FOR_THE_CHILD}"
    entries, errors = run(program, body)
    seen = after_the_fork(entries)
    assert seen.count("called back in True") == 1, errors
    assert "called back in False" not in seen, "it was called in the child"
    assert "status 7" in seen, errors
