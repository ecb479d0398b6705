"""The state table of futures: what is loaded, and what is refused."""

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

import executor_spec
from executor_spec import SpecificationError
from executor_spec.states import Effect, Outcome

TABLE = executor_spec.load_states()

STATES = """
[[state]]
name = "pending"
meaning = "Not begun."
running = false
done = false
cancelled = false
final = false

[[state]]
name = "finished"
meaning = "Over."
running = false
done = true
cancelled = false
final = true
"""
FIRST_CELL = """{ next = "finished", outcome = "returns None", \
effects = ["runs the callbacks", "wakes result and exception"] }"""
EVENT = f"""
[[event]]
name = "set_result"
call = "set_result(value)"
meaning = "It ends."
clauses = ["SUB-01"]

[event.cells]
pending = {FIRST_CELL}
finished = {{ outcome = "raises InvalidStateError" }}
"""


@pytest.fixture
def load(folder, clause, tmp_path):
    """Return a function that loads the small table with one piece of text replaced."""

    def load_states(old="", new=""):
        text = STATES + EVENT
        assert old in text
        (tmp_path / "states.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        folder.chapter("submit", "SUB", clause("SUB-01")).load()
        return executor_spec.load_states(tmp_path)

    return load_states


def test_a_cell_is_found_by_the_names_of_state_and_event(load):
    table = load()
    assert table.initial is table.state("pending")
    assert table.event("set_result").clauses == ("SUB-01",)
    cell = table.cell("pending", "set_result")
    assert (cell.next, cell.outcomes) == ("finished", (Outcome.NONE,))
    assert cell.effects == (Effect.RUNS_CALLBACKS, Effect.WAKES_RESULT)
    assert (cell.may, cell.why) == ((), None)


def test_a_cell_without_next_leaves_the_state(load):
    assert load().cell("finished", "set_result").next == "finished"


def test_several_outcomes_may_be_permitted(load):
    table = load(
        'finished = { outcome = "raises InvalidStateError" }',
        'finished = { outcomes = ["returns None", "raises RuntimeError"], why = "Open." }',
    )
    cell = table.cell("finished", "set_result")
    assert cell.outcomes == (Outcome.NONE, Outcome.RUNTIME)
    assert cell.why == "Open."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[event]]", "[[events]]", "states.toml: unknown key 'events'. Did you mean event?"),
        ("final = true", "finale = true", "state finished: unknown key 'finale'. Did you mean"),
        ("done = true", "done = 1", "state finished: 'done' is 1, not true or false"),
        ("final = false", "", "state pending: the key 'final' is missing. Add it."),
        ('name = "finished"', 'name = "pending"', "state pending: the name is used twice"),
        ('"SUB-01"', '"SUB-02"', "event set_result: it rests on SUB-02, which does not exist. Did"),
        ("finished = {", "finnished = {", "set_result, cells: 'finnished' is not a state. Did you"),
        ("pending = {", "#", "set_result, cells: there is no cell for the state 'pending'. Add it"),
        ('next = "finished"', 'next = "end"', "cells, pending: 'end' is not a state. Known: pend"),
        ("returns None", "returns none", "'returns none' is not a known outcome. Did you mean"),
        ("runs the callbacks", "runs callbacks", "'runs callbacks' is not a known effect. Did you"),
        ('outcome = "returns None", ', "", "cells, pending: the key 'outcome' is missing"),
        (
            'outcome = "returns None"',
            'outcomes = ["returns None"], why = "Open."',
            "cells, pending: 'outcomes' leaves no choice",
        ),
        (
            'outcome = "returns None"',
            'outcomes = ["returns None", "returns True"]',
            "cells, pending: a choice is left without a reason. Write 'why'.",
        ),
        (
            'outcome = "returns None"',
            'outcome = "returns None", outcomes = ["returns None"], why = "Open."',
            "cells, pending: it has both 'outcome' and 'outcomes'",
        ),
        (
            'outcome = "returns None"',
            'outcome = "returns None", may = ["runs the callbacks"]',
            "'runs the callbacks' is both certain and possible",
        ),
        ("running = false\ndone = true", "running = true\ndone = true", "both running and done"),
        (
            "done = false\ncancelled = false",
            "done = false\ncancelled = true",
            "state pending: it is cancelled, but not done",
        ),
        (
            'outcome = "raises InvalidStateError"',
            'outcome = "returns None", next = "pending"',
            "cells, finished: it leads to 'pending', but 'finished' is final",
        ),
        (
            '"runs the callbacks", ',
            "",
            "cells, pending: it makes the future done, but lacks 'runs the callbacks'",
        ),
        (
            'outcome = "raises InvalidStateError"',
            'outcome = "returns None", effects = ["wakes result and exception"]',
            "cells, finished: it does not make the future done, but has 'wakes result and",
        ),
        (
            'outcome = "raises InvalidStateError"',
            'outcome = "returns None", effects = ["waits first"]',
            "cells, finished: it waits, although the future is done",
        ),
        ("final = true", "final = false", "state finished: it is not final, but no event leads"),
    ],
)
def test_a_faulty_table(load, old, new, message):
    with pytest.raises(SpecificationError) as raised:
        load(old, new)
    assert str(raised.value).startswith("states.toml")
    assert message in str(raised.value)


def test_what_is_done_keeps_its_outcome(load):
    taken_back = STATES.replace("final = true", "final = false")
    event = EVENT.replace(
        'outcome = "raises InvalidStateError"', 'outcome = "returns None", next = "pending"'
    )
    with pytest.raises(SpecificationError, match="'finished' is done, and 'pending' has another"):
        load(STATES + EVENT, taken_back + event)


def test_every_state_can_be_reached(load):
    island = '[[state]]\nname = "lost"\nmeaning = "?"\nrunning = false\ndone = true\n'
    island += "cancelled = true\nfinal = true\n"
    cells = EVENT + 'lost = { outcome = "returns None" }\n'
    with pytest.raises(SpecificationError, match="state lost: no events lead to it from 'pending'"):
        load(EVENT, island + cells)


def test_a_missing_file_is_an_error(folder, clause, tmp_path):
    folder.chapter("submit", "SUB", clause("SUB-01")).load()
    with pytest.raises(SpecificationError, match=r"states\.toml: there is no such file"):
        executor_spec.load_states(tmp_path)


def test_unknown_names_suggest_the_nearest():
    with pytest.raises(executor_spec.UnknownStateError, match="Did you mean pending"):
        TABLE.cell("pendin", "cancel")
    with pytest.raises(executor_spec.UnknownEventError, match="Did you mean cancel"):
        TABLE.cell("pending", "cancl")


def test_the_shipped_table_is_loaded_once_and_complete():
    assert executor_spec.load_states() is TABLE
    assert len(TABLE.cells) == len(TABLE.states) * len(TABLE.events) == 48


def test_the_shipped_table_leaves_one_outcome_open():
    open_cells = [place for place, cell in TABLE.cells.items() if len(cell.outcomes) > 1]
    assert open_cells == [("cancelled", "counted_as_done")]


def test_states_events_and_cells_are_frozen_and_can_be_pickled():
    for part in (*TABLE.states, *TABLE.events, *TABLE.cells.values()):
        assert pickle.loads(pickle.dumps(part)) == part
    with pytest.raises(FrozenInstanceError):
        TABLE.initial.final = True
    with pytest.raises(TypeError):
        TABLE.cells["pending", "cancel"] = None


def test_who_loads_the_clauses_does_not_pay_for_the_states():
    code = "import executor_spec, sys; executor_spec.load(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "executor_spec.loader" in run.stdout.split()
    assert "executor_spec.states" not in run.stdout.split()
