"""What the page of the founding document shows."""

import re
from pathlib import Path

import pytest

FOUNDING = """
[[section]]
number = "1"
title = "Pools"

[[section.passage]]
id = "1-1"
says = "A pool has `submit`."
clauses = ["AAA-01", "AAA-02"]
example = "greeting"

[[section.passage.slip]]
claim = "There are two."
fact = "There is one, see AAA-01."

[[section]]
number = "1.1"
title = "Threads"

[[section.passage]]
id = "1.1-1"
says = "Good luck."
no-behaviour = "Nothing to keep."
"""

PAGE = "\n.. spec:founding:: examples\n"


@pytest.fixture(name="founding")
def founding_project(project):
    """Return a project whose first page shows a founding document with one example."""
    spec = Path(project.settings["spec_directory"])
    (spec / "founding.toml").write_text(FOUNDING, encoding="utf-8")
    chapter = spec / "chapters" / "first.toml"
    cited = chapter.read_text().replace('["pep-3148: Executor"]', '["founding: 1-1"]')
    chapter.write_text(cited, encoding="utf-8")
    project.pages["index"] += PAGE
    project.example = project.source / "examples" / "greeting.py"
    project.example.parent.mkdir(parents=True)
    project.example.write_text('print("hello " * 2)\n', encoding="utf-8")
    return project


def visible(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_passage_shows_its_words_its_clauses_and_its_slips(founding):
    assert founding.build() == ""
    page = founding.page("index")
    text = visible(page)
    assert "1-1 A pool has submit . Clauses: AAA-01 , AAA-02" in text
    assert re.search(r"Slip It says :? ?There are two. In fact :? ?There is one, see AAA-01", text)
    assert "1.1-1 Good luck. Nothing to keep." in text
    assert 'href="spec/first.html#AAA-02"' in page
    assert 'id="passage-1.1-1"' in page


def test_a_section_stands_in_the_one_that_its_number_says(founding):
    founding.build()
    page = founding.page("index")
    assert "1.1 Threads" in visible(page)
    outer = page.index('<section id="section-1">')
    assert "</section>" not in page[outer : page.index('<section id="section-1.1">')]


def test_an_example_shows_its_source_and_what_it_prints(founding):
    founding.build()
    text = visible(founding.page("index"))
    assert "examples/greeting.py print" in text
    assert re.search(r"1 line as it came, on \w+ [\d.]+.* hello hello", text)


def test_a_clause_links_to_the_passage_among_its_sources(founding):
    founding.build()
    assert 'href="../index.html#passage-1-1"' in founding.page("spec/first")


def test_a_clause_names_the_passage_where_no_page_shows_it(founding):
    founding.pages["index"] = founding.pages["index"].replace(PAGE, "")
    assert founding.build() == ""
    page = founding.page("spec/first")
    assert "founding document, passage 1-1" in page
    assert "#passage-1-1" not in page


def test_an_example_that_fails_breaks_the_page(founding):
    founding.example.write_text("raise SystemExit('no luck')\n", encoding="utf-8")
    warnings = founding.build()
    assert "an example failed: greeting.py ended with status 1" in warnings
    assert "no luck" in warnings


def test_an_example_without_a_file_breaks_the_page(founding):
    founding.example.unlink()
    assert "greeting.py: write it, or name another example" in founding.build()
