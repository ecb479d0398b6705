"""Reports side by side."""

import json
from html.parser import HTMLParser

import pytest

import executor_spec
from executor_conformance.matrix import make_matrix
from executor_conformance.render.matrix import as_html, as_json, as_markdown
from executor_conformance.reports import ReportedRun

SPEC = executor_spec.load()


def reported(name, python, verdicts, **more):
    header = {"name": name, "version": "1.0", "python": python, "planned": list(verdicts)}
    records = {
        clause: {"verdict": verdict, "hash": "", "detail": "seen <b>& told</b>", **more}
        for clause, verdict in verdicts.items()
    }
    return ReportedRun(header, records, {"record": "footer"})


@pytest.fixture
def matrix():
    """Return two runs that differ on one clause, and agree on another."""
    first = reported("b.Pool", "CPython 3.12.1", {"SUB-14": "pass", "MAP-01": "pass"})
    second = reported("a.Pool", "CPython 3.12.1", {"SUB-14": "pass", "MAP-01": "hang"})
    return make_matrix([first, second], SPEC)


def test_runs_stand_in_the_order_of_their_names_and_pythons():
    runs = [
        reported("b", "CPython 3.11.0", {}),
        reported("a", "CPython 3.13.0", {}),
        reported("a", "CPython 3.9.0", {}),
        reported("a", "CPython 3.13.0 free-threaded", {}),
        reported("a", "CPython 3.15.0b1", {}),
    ]
    columns = make_matrix(runs, SPEC).columns
    assert [(column.name, column.python.partition(" ")[2]) for column in columns] == [
        ("a", "3.9.0"),
        ("a", "3.13.0"),
        ("a", "3.13.0 free-threaded"),
        ("a", "3.15.0b1"),
        ("b", "3.11.0"),
    ]


def test_clauses_stand_in_the_order_of_the_specification(matrix):
    assert [row.clause for row in matrix.rows] == ["SUB-14", "MAP-01"]
    assert [row.clause for row in matrix.telling] == ["MAP-01"]


def test_columns_count_what_is_broken_and_declared():
    run = reported("a", "CPython 3.12.1", {"SUB-14": "crash", "MAP-01": "xfail", "SUB-01": "pass"})
    [column] = make_matrix([run], SPEC).columns
    assert (column.broken, column.declared, column.judged) == (1, 1, 3)


def test_a_clause_that_one_run_was_not_to_judge_has_an_empty_cell():
    runs = [
        reported("a", "CPython 3.12.1", {"SUB-14": "fail"}),
        reported("b", "CPython 3.12.1", {}),
    ]
    [row] = make_matrix(runs, SPEC).rows
    assert [cell.verdict for cell in row.cells] == ["fail", "not planned"]


def test_a_clause_that_the_specification_has_not_is_left_out():
    assert make_matrix([reported("a", "CPython 3.12.1", {"XXX-01": "fail"})], SPEC).rows == ()


class Page(HTMLParser):
    """Takes a page apart, and notices tags that are not closed."""

    def __init__(self):
        super().__init__()
        self.open, self.cells = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "td":
            self.cells.append(dict(attributes))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "td":
            self.cells[-1]["text"] = data


def test_the_page_is_whole_and_escapes_what_was_seen(matrix):
    page = Page()
    page.feed(as_html(matrix))
    page.close()
    assert page.open == []
    broken = [cell for cell in page.cells if cell["class"] == "broken"]
    assert [cell["text"] for cell in broken] == ["hang"]
    assert broken[0]["title"] == "hang: seen <b>& told</b>"
    assert "<b>" not in as_html(matrix)


def test_markdown_holds_the_clauses_that_tell_runs_apart(matrix):
    text = as_markdown(matrix)
    assert "| MAP-01 must | hang | ✓ |" in text
    assert "SUB-14" not in text


def test_json_holds_all_clauses(matrix):
    found = json.loads(as_json(matrix))
    assert [row["clause"] for row in found["rows"]] == ["SUB-14", "MAP-01"]
    assert found["columns"][0]["broken"] == 1


def test_the_command_writes_a_page_by_the_name_of_its_file(run_cli, tmp_path):
    report = tmp_path / "report.jsonl"
    done = run_cli("check", "reference-inline", "--clause", "SUB-14", "--report", report)
    assert done.returncode == 0, done.stderr
    page = tmp_path / "page.html"
    assert run_cli("matrix", tmp_path, "-o", page).returncode == 0
    assert page.read_text().startswith("<!doctype html>")
    assert run_cli("matrix", report).stdout.startswith("1 run on 1 clause, ")


def test_the_command_refuses_what_is_no_report(run_cli, tmp_path):
    for arguments, words in (
        (["nowhere"], "nowhere does not exist"),
        ([tmp_path], "there is no report"),
    ):
        done = run_cli("matrix", *arguments)
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
