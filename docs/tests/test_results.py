"""The published results on a page."""

import json
import re
from pathlib import Path

import pytest

PAGE = """
.. spec:executors::
.. spec:matrix::
.. spec:reasons::
"""


def write_report(folder, name, python, version="1.0", **records):
    """Write a report on the two clauses that the tests' specification has; both are kept."""
    header = {
        "record": "header",
        "kit": "0.1.0",
        "spec": "0.1",
        "spec_hash": "x",
        "name": name,
        "version": version,
        "kind": "thread",
        "python": python,
        "platform": "Linux x86_64",
        "planned": ["AAA-01", "AAA-02"],
    }
    lines = [header]
    for clause, level in (("AAA-01", "must"), ("AAA-02", "implementation-defined")):
        record = {"record": "clause", "id": clause, "level": level, "hash": "y", "detail": ""}
        lines.append({**record, "verdict": "pass", **records.get(clause.replace("-", "_"), {})})
    lines.append({"record": "footer", "complete": True, "verdicts": {}})
    path = folder / name / f"{python}.jsonl".replace(" ", "-")
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


DECLARED = {
    "verdict": "xfail",
    "shown": "fail",
    "detail": "raised",
    "deviation": "It keeps `fn`.",
    "link": "https://example.org/7",
}


@pytest.fixture(name="project")
def project_with_results(project, tmp_path):
    folder = tmp_path / "results"
    write_report(folder, "a.Pool", "PyPy 3.11.9", AAA_01=DECLARED)
    write_report(folder, "a.Pool", "CPython 3.9.1", AAA_01=DECLARED)
    write_report(folder, "a.Pool", "CPython 3.10.1")
    write_report(
        folder,
        "b.Pool",
        "CPython 3.10.1",
        AAA_01={"verdict": "hang", "detail": "it hung"},
        AAA_02={"verdict": "blocked", "detail": "builds on AAA-01, which is broken"},
    )
    write_report(folder, "c.Pool", "CPython 3.10.1", "3.10.1")
    project.settings["results_directory"] = str(folder)
    project.pages["index"] += PAGE
    return project


def visible(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(html, kind):
    """Return the texts of the cells of the first table of a kind, row by row."""
    table = re.search(rf'<table class="[^"]*\b{kind}\b[^"]*">(.*?)</table>', html, re.DOTALL)[1]
    return [
        [visible(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    ]


def test_the_newest_python_speaks_for_an_executor(project):
    assert project.build() == ""
    assert rows(project.page("index"), "executors")[1:] == [
        ["a.Pool", "conforming", "2 of 2", "thread", "1.0", "3.10.1 and 2 more"],
        ["b.Pool", "1 broken", "1 of 2", "thread", "1.0", "3.10.1"],
        ["c.Pool", "conforming", "2 of 2", "thread", "", "3.10.1"],
    ]


def test_the_matrix_shows_what_tells_executors_apart(project):
    project.build()
    assert rows(project.page("index"), "matrix") == [
        ["Clause", "a.Pool", "b.Pool", "c.Pool"],
        ["AAA-01 must", "✓", "hang", "✓"],
        ["AAA-02 implementation-defined", "✓", "¬", "✓"],
    ]


def test_reasons_stand_beside_the_verdicts_of_their_pythons(project):
    project.build()
    page = project.page("index")
    assert rows(page, "reasons") == [
        ["Clause", "1.0, 3.9.1", "1.0, 3.10.1", "1.0, PyPy 3.11.9", "Why"],
        ["AAA-01", "≈", "✓", "≈", "It keeps fn . example.org/7"],
    ]
    assert 'href="https://example.org/7"' in page
    assert "builds on AAA-01 , which is broken" in visible(page)
    assert "Nothing is held against it, on CPython 3.10.1." in visible(page)
    assert 'href="spec/first.html#AAA-01"' in page
    for anchor in re.findall(r'href="#(executor-[^"]+)"', page):
        assert f'id="{anchor}"' in page


def test_without_a_report_the_page_says_so(project, tmp_path):
    project.settings["results_directory"] = str(tmp_path / "none")
    assert project.build() == ""
    assert "No results are published yet." in project.page("index")


def test_a_text_has_the_marks_as_well(project):
    assert project.build("text") == ""
    assert "hang" in (project.output / "index.txt").read_text(encoding="utf-8")


def test_every_class_of_a_verdict_has_a_style(project):
    project.build()
    style = (Path(__file__).parents[1] / "_static" / "results.css").read_text()
    for name in set(re.findall(r"verdict-\w+", project.page("index"))):
        assert f".{name} " in style
