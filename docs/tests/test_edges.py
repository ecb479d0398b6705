"""What happens before what, on a page: tables and drawings."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import executor_spec
from executor_docs.edge_drawing import DRAWINGS, draw

TABLE = executor_spec.load_edges()
ALL = pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=[*DRAWINGS])

SMALL = """
[[point]]
name = "submit is called"
meaning = "It is `so`."

[[point]]
name = "the call starts"
meaning = "It begins."

[[point]]
name = "the process ends"
meaning = "It is gone."

[[edge]]
id = "H01"
from = "submit is called"
to = "the call starts"
for.kinds = ["thread"]
basis = ["documented"]
clauses = ["AAA-01"]
note = "For `one` reason."

[[edge]]
id = "H02"
from = "the call starts"
to = "the process ends"
promise = "from then on"
basis = ["ruling"]
clauses = ["AAA-02"]

[[unordered]]
between = "this, and `that`"
why = "It is open."
clauses = ["AAA-01"]
"""
PAGE = """
.. spec:edge-diagram:: call
.. spec:edges::
.. spec:unordered::
.. spec:points::
"""


@pytest.fixture(name="project")
def project_with_edges(project):
    Path(project.settings["spec_directory"], "edges.toml").write_text(SMALL)
    project.pages["index"] += PAGE
    return project


def visible(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_drawing_of_points_that_there_are_not_is_an_error(project):
    assert "shows 'the call ends', which is not a point: mend it" in project.build()


def test_a_page_shows_edges_points_and_places_without(project):
    project.pages["index"] = project.pages["index"].replace(".. spec:edge-diagram:: call", "")
    assert project.build() == ""
    page = project.page("index")
    text = visible(page)
    assert "H01 submit is called → the call starts. For one reason. kinds: thread." in text
    assert "the call starts ⇢ the process ends every kind. AAA-02 : ruling" in text
    assert "this, and that It is open. AAA-01" in text
    assert "submit is called It is so ." in text
    assert 'id="H01"' in page
    assert 'href="spec/first.html#AAA-01"' in page


def test_an_unknown_drawing_is_an_error(project):
    project.pages["index"] = project.pages["index"].replace("diagram:: call", "diagram:: life")
    assert "there is no drawing 'life': known are call, exit" in project.build()


@ALL
def test_every_box_is_a_point_and_lies_inside(drawing):
    assert drawing.unknown(TABLE) is None
    for x, y in drawing.places.values():
        assert drawing.boxes.width / 2 <= x <= drawing.width - drawing.boxes.width / 2
        assert drawing.boxes.height / 2 <= y <= drawing.height - drawing.boxes.height / 2


@ALL
def test_no_boxes_overlap(drawing):
    places = [*drawing.places.values()]
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[:number]:
            apart = abs(x - other_x) > drawing.boxes.width, abs(y - other_y) > drawing.boxes.height
            assert any(apart), (x, y)


@ALL
def test_a_drawing_shows_every_edge_between_its_points_once(drawing):
    svg = ET.fromstring(draw(drawing, TABLE))
    shown = [text.text for text in svg.iter("text") if text.attrib["class"] == "number"]
    ends = set(drawing.places)
    assert shown == [edge.id for edge in TABLE.edges if {edge.before, edge.after} <= ends]
    assert svg.attrib["role"] == "img"
    assert all(edge_id in "".join(svg.itertext()) for edge_id in shown)


def test_what_follows_from_the_words_is_a_thin_line():
    svg = ET.fromstring(draw(DRAWINGS["exit"], TABLE))
    thin = [line for line in svg.iter("path") if line.attrib["class"] == "line plain"]
    # A call's end and its callback's, the main module's and the handlers', these and the process's.
    assert len(thin) == 3


@ALL
def test_every_class_of_a_drawing_has_a_style(drawing):
    folder = Path(__file__).parents[1] / "_static"
    styles = "".join(folder.joinpath(f"{name}.css").read_text() for name in ("diagram", "edges"))
    for names in set(re.findall(r'class="([^"]+)"', draw(drawing, TABLE))):
        for name in names.split():
            assert f".{name} " in styles, name
