"""The state table on a page: tables, drawing, words."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import executor_spec
from executor_docs.state_drawing import LANES, PLACES, draw, in_words, transitions, undrawn

TABLE = executor_spec.load_states()
SMALL = """
[[state]]
name = "pending"
meaning = "Not `begun`."
running = false
done = false
cancelled = false
final = false

[[state]]
name = "cancelled"
meaning = "Given up."
running = false
done = true
cancelled = true
final = true

[[event]]
name = "cancel"
call = "cancel()"
meaning = "Someone gives up."
clauses = ["AAA-01"]

[event.cells.pending]
next = "cancelled"
outcomes = ["returns True", "returns None"]
effects = ["runs the callbacks", "wakes result and exception"]
may = ["wakes wait and as_completed"]
why = "It is early."

[event.cells]
cancelled = { outcome = "raises RuntimeError" }
"""
PAGE = """
.. spec:states::
.. spec:state-diagram::
.. spec:events::
"""


@pytest.fixture(name="project")
def project_with_states(project):
    Path(project.settings["spec_directory"], "states.toml").write_text(SMALL)
    project.pages["index"] += PAGE
    return project


def visible(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_page_shows_states_and_events(project):
    assert project.build() == ""
    page = project.page("index")
    text = visible(page)
    assert "pending False False False Not begun ." in text
    assert (
        "→ cancelled : returns True or returns None ; runs the callbacks; "
        "wakes result and exception ; perhaps wakes wait and as_completed It is early." in text
    )
    assert "cancelled raises RuntimeError" in text
    assert 'href="spec/first.html#AAA-01"' in page


def test_the_drawing_has_a_legend_and_a_text_alternative(project):
    project.build()
    page = project.page("index")
    assert '<figure class="diagram states">' in page
    assert '<li value="1"><code class="literal">cancel()</code></li>' in page
    assert "A new future is pending. From pending to cancelled by cancel()." in page
    assert "From pending to cancelled by cancel() ." in visible(page)


def test_without_html_the_drawing_is_told_in_words(project):
    assert project.build("text") == ""
    text = (project.output / "index.txt").read_text(encoding="utf-8")
    assert 'From pending to cancelled by "cancel()".' in text
    assert "svg" not in text


def test_a_state_without_a_place_in_the_drawing_is_an_error(project):
    path = Path(project.settings["spec_directory"], "states.toml")
    path.write_text(
        SMALL.replace("cancelled]", "lost]")
        .replace('"cancelled"', '"lost"')
        .replace("cancelled = {", "lost = {")
    )
    assert "the drawing has no place for the state lost: add it to PLACES" in project.build()


def test_every_state_and_every_lane_of_the_drawing_is_in_the_table():
    assert undrawn(TABLE) == []
    assert set(PLACES) == {state.name for state in TABLE.states}
    assert set(LANES) <= set(transitions(TABLE))


def test_the_drawing_shows_every_transition_once():
    svg = ET.fromstring(draw(TABLE))
    tags = [element.tag for element in svg.iter()]
    assert tags.count("circle") == len(transitions(TABLE)) == len(list(in_words(TABLE)))
    assert tags.count("rect") == len(TABLE.states)
    assert svg.attrib["role"] == "img"


def test_every_class_of_the_drawing_has_a_style():
    folder = Path(__file__).parents[1] / "_static"
    styles = "".join(folder.joinpath(f"{name}.css").read_text() for name in ("diagram", "states"))
    for names in set(re.findall(r'class="([^"]+)"', draw(TABLE))):
        for name in names.split():
            assert f".{name} " in styles, name
