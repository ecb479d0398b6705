"""Comparing two reports."""

import json

import pytest

from executor_conformance.cli import main

HEADER = {
    "record": "header",
    "kit": "0.1.0",
    "spec": "0.1",
    "spec_hash": "aaa",
    "name": "pool",
    "version": "1",
    "python": "CPython 3.11.7",
    "platform": "Linux x86_64",
}


def run_of(clauses, **header):
    records = [{**HEADER, "planned": list(clauses), **header}]
    for name, fields in clauses.items():
        given = fields if isinstance(fields, dict) else {"verdict": fields}
        records.append({"record": "clause", "id": name, "hash": "h1", "detail": "", **given})
    records.append({"record": "footer", "complete": True, "verdicts": {}})
    return records


BEFORE = run_of(
    {
        "SUB-14": "pass",
        "SUB-03": "pass",
        "MAP-01": {"verdict": "xfail", "shown": "fail"},
        "MAP-02": {"verdict": "observed", "outcomes": ["it waits"]},
        "MAP-03": {"verdict": "pass", "hash": "h0"},
        "MAP-04": {"verdict": "pass", "hash": "h0"},
    }
)
AFTER = run_of(
    {
        "SUB-14": "pass",
        "SUB-03": {"verdict": "fail", "detail": "raised TypeError | in `submit`\n  at line 5"},
        "MAP-01": {"verdict": "xfail", "shown": "hang", "detail": "did not end within 1 s"},
        "MAP-02": {"verdict": "observed", "outcomes": ["it raises"]},
        "MAP-03": "fail",
        "MAP-04": "pass",
        "MAP-05": "pass",
    },
    version="2",
)


@pytest.fixture
def diff(capsys, tmp_path):
    """Return a function that compares two reports; give records, or the text of a file."""

    def call(first, second, *options):
        for name, report in (("a.jsonl", first), ("b.jsonl", second)):
            if report is not None:
                lines = report if isinstance(report, str) else "\n".join(map(json.dumps, report))
                (tmp_path / name).write_text(lines)
        with pytest.raises(SystemExit) as ended:
            main(["diff", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl"), *options])
        written = capsys.readouterr()
        return ended.value.code or 0, written.out, written.err

    return call


def test_the_same_is_status_0(diff):
    status, out, _ = diff(BEFORE, BEFORE)
    assert status == 0
    assert "0 of 6 clauses differ" in out


def test_differences_are_told_in_80_columns(diff):
    status, out, _ = diff(BEFORE, AFTER)
    assert status == 1
    assert max(map(len, out.splitlines())) <= 80
    assert out.splitlines() == [
        "- pool 1, CPython 3.11.7, Linux x86_64",
        "+ pool 2, CPython 3.11.7, Linux x86_64",
        "",
        "SUB-03  pass -> fail",
        "    + raised TypeError | in `submit`",
        "MAP-01  xfail (fail) -> xfail (hang)",
        "    + did not end within 1 s",
        "MAP-02  observed -> observed",
        "    - it waits",
        "    + it raises",
        "MAP-03  pass -> fail  (stale: the clause was reworded)",
        "MAP-05  not planned -> pass",
        "",
        "5 of 7 clauses differ",
        "reworded between the two, with the same verdict: MAP-04",
        "",
    ]


def test_markdown_keeps_its_cells_together(diff):
    _, out, _ = diff(BEFORE, AFTER, "--format", "markdown")
    assert "| SUB-03 | pass | fail: raised TypeError \\| in `submit` |  |" in out
    assert "| MAP-03 | pass | fail | stale |" in out


def test_json_tells_all_of_it(diff):
    status, out, _ = diff(BEFORE, AFTER, "--format", "json")
    found = json.loads(out)
    assert (status, found["same"]) == (1, False)
    [pair] = found["runs"]
    assert (pair["first"]["version"], pair["second"]["version"]) == ("1", "2")
    assert [d["clause"] for d in pair["differences"] if d["stale"]] == ["MAP-03"]
    assert pair["reworded"] == ["MAP-04"]


def test_several_runs_are_compared_by_name(diff):
    other = run_of({"SUB-14": "fail"}, name="other")
    third = run_of({"SUB-14": "pass"}, name="third")
    status, out, _ = diff([*BEFORE, *other], [*other, *third, *BEFORE])
    assert status == 1
    assert out.count("0 of 6 clauses differ") == 1
    assert out.count("0 of 1 clauses differ") == 1
    assert "only in the second report: third 1" in out


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (None, "cannot be read: No such file"),
        ("", "holds no run"),
        ("{}", "line 1: this is no record of a report"),
        ("[1]", "line 1: this is no record"),
        ('{"record": "clause"}', "line 1: this is no record"),
        ("once upon a time", "line 1: this is no record"),
        (BEFORE[:-1], "the run of pool is incomplete"),
    ],
)
def test_what_is_no_report_is_told(diff, report, words):
    status, _, err = diff(BEFORE, report)
    assert status == 2
    assert words in err
    assert len(err.splitlines()) == 1


def test_an_unknown_format_is_wrong_use(diff):
    status, _, err = diff(BEFORE, BEFORE, "--format", "xml")
    assert status == 2
    assert "text" in err
