"""What a run tells CI services: JUnit XML, annotations and the summary of a job."""

from xml.etree import ElementTree

import pytest

import executor_spec
from executor_conformance.bench import Ending
from executor_conformance.checking import Run
from executor_conformance.judgement import Judgement, Verdict
from executor_conformance.render.github import summary, workflow_commands
from executor_conformance.render.junit import as_junit

SPEC = executor_spec.load()
SHOULD = next(clause.id for clause in SPEC.clauses if clause.level == "should")
HEADER = {
    "name": "Pool",
    "version": "1.2",
    "kind": "thread",
    "target": "pool:Pool",
    "python": "CPython 3.12.1",
    "platform": "Linux x86_64",
    "spec": "0.1",
    "spec_hash": "abc",
    "kit": "0.1.0",
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"name", "classname", "time"},
    "properties": set(),
    "property": {"name", "value"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set(),
}
"""What the schema that Jenkins publishes (junit-10.xsd) knows, as far as it is used."""


def run_of(judgements, *, strict=False, ending=Verdict.PASS, name="Pool"):
    """Return a run with these judgements, given as fields by clause."""
    clauses = tuple(SPEC.clause(clause) for clause in judgements)
    found = {
        clause: Judgement(clause=clause, **{"seconds": 0.25, **fields})
        for clause, fields in judgements.items()
    }
    end = Ending(ending, "it did not end\nstack" if ending is not Verdict.PASS else "")
    header = {**HEADER, "name": name}
    return Run("pool:Pool", clauses, strict, header=header, judgements=found, ending=end)


def junit(*runs):
    """Return the document, and what became of each test case."""
    text = as_junit(runs, lambda run: f"check {run.target}")
    root = ElementTree.fromstring(text.encode())
    cases = {}
    for case in root.iter("testcase"):
        told = [child for child in case if child.tag != "system-out"]
        cases[case.attrib["classname"], case.attrib["name"]] = told[0] if told else None
    return root, cases


PASSED = {"verdict": Verdict.PASS}
BROKEN = {"verdict": Verdict.FAIL, "detail": "raised <Odd>\x1b[31m\nmore", "history": ("a", "b")}
DECLARED = {"verdict": Verdict.XFAIL, "deviation": "So be it.", "shown": "fail", "detail": "x"}


def test_a_document_has_a_case_for_each_clause_and_executor():
    root, cases = junit(run_of({"MAP-01": PASSED}), run_of({"MAP-01": BROKEN}, name="b"))
    assert [*cases] == [("Pool.map", "MAP-01"), ("b.map", "MAP-01")]
    assert root.attrib == {
        "name": "executor-conformance",
        "tests": "2",
        "failures": "1",
        "errors": "0",
        "time": "0.500",
    }
    properties = {each.attrib["name"]: each.attrib["value"] for each in root[0].iter("property")}
    assert properties == HEADER


def test_a_broken_must_is_a_failure_with_all_that_is_known():
    _, cases = junit(run_of({"SUB-03": BROKEN}))
    failure = cases["Pool.submit", "SUB-03"]
    assert failure.tag == "failure"
    assert failure.attrib == {"type": "fail", "message": "SUB-03 fail: raised <Odd>\\x1b[31m"}
    for words in (SPEC.clause("SUB-03").sentence, "more", "a, b", "check pool:Pool --clause SUB"):
        assert words in failure.text


@pytest.mark.parametrize(
    ("fields", "strict", "tag", "sort"),
    [
        ({"verdict": Verdict.PASS}, False, None, None),
        ({"verdict": Verdict.OBSERVED, "outcomes": ("this",), "detail": "this"}, False, None, None),
        ({"verdict": Verdict.UNSUPPORTED, "detail": "not so"}, False, "skipped", "unsupported"),
        ({"verdict": Verdict.BLOCKED, "detail": "by that"}, False, "skipped", "blocked"),
        (DECLARED, False, "skipped", "xfail"),
        (BROKEN, False, "skipped", "fail"),
        (BROKEN, True, "failure", "fail"),
        ({"verdict": Verdict.HANG}, True, "failure", "hang"),
        ({"verdict": Verdict.XPASS}, False, "failure", "xpass"),
        ({"verdict": Verdict.UNTESTED}, False, "failure", "untested"),
        ({"verdict": Verdict.ERROR}, False, "error", "error"),
    ],
)
def test_verdicts_on_a_should_as_outcomes_of_a_test(fields, strict, tag, sort):
    run = run_of({SHOULD: fields}, strict=strict)
    root, cases = junit(run)
    [told] = cases.values()
    assert (told.tag, told.attrib["type"]) == (tag, sort) if tag else told is None
    counts = {name: root[0].attrib[name] for name in ("failures", "errors", "skipped")}
    names = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    assert counts == {name: str(int(tag == names[name])) for name in names}


def test_an_end_that_went_wrong_is_a_failure():
    _, cases = junit(run_of({"MAP-01": PASSED}, ending=Verdict.HANG))
    assert cases["Pool.shutdown", "the end"].attrib["message"] == "it did not end"


def test_a_document_keeps_to_the_schema():
    seen = {"verdict": Verdict.OBSERVED, "outcomes": ("this",), "detail": "this"}
    root, _ = junit(
        run_of({"SUB-03": BROKEN, "MAP-01": DECLARED, SHOULD: seen}, ending=Verdict.CRASH),
        run_of({"SUB-03": {"verdict": Verdict.ERROR}}),
    )
    found = {element.tag for element in root.iter()}
    assert found == set(ATTRIBUTES)
    for element in root.iter():
        assert set(element.attrib) == ATTRIBUTES[element.tag]


def test_annotations_are_errors_and_warnings_on_one_line_each():
    run = run_of(
        {
            "SUB-03": {"verdict": Verdict.FAIL, "detail": "100%\nmore"},
            SHOULD: BROKEN,
            "MAP-01": PASSED,
            "MAP-02": DECLARED,
        },
        name="a:Pool, b",
    )
    error, warning = workflow_commands(run)
    assert error.startswith("::error title=SUB-03 fail%2C a%3APool%2C b::")
    assert error.endswith("%0A100%25%0Amore")
    assert warning.startswith(f"::warning title={SHOULD} departure%2C ")
    assert "\n" not in error + warning


def test_an_end_that_went_wrong_is_annotated():
    [error] = workflow_commands(run_of({"MAP-01": PASSED}, ending=Verdict.HANG))
    assert (
        error == "::error title=the end of the judged process%2C Pool::hang: it did not end%0Astack"
    )


def test_the_summary_tells_what_is_broken_and_what_is_declared():
    run = run_of({"SUB-03": {"verdict": Verdict.FAIL, "detail": "a | b\nc"}, "MAP-01": DECLARED})
    text = summary([run])
    assert text.startswith("### not conforming: Pool, 1 broken\n")
    assert "1 fail, 1 xfail" in text
    assert "| SUB-03 | must | fail | a \\| b |" in text
    assert "- MAP-01 (fail): So be it." in text


@pytest.fixture
def check(run_cli, pools):
    """Return a function that judges a pool which breaks a clause."""

    def judge(*arguments, **environment):
        clauses = ("--clause", "SUB-14", "--clause", "SUB-03")
        target = ("useful_pools:DropsKeywords", "--path", pools)
        return run_cli("check", *target, *clauses, *arguments, **environment)

    return judge


def test_the_command_writes_junit(check, tmp_path):
    assert check("--junit", tmp_path / "junit.xml").returncode == 1
    root = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (root.attrib["tests"], root.attrib["failures"]) == ("2", "1")


@pytest.mark.parametrize(
    ("place", "words"), [("none/junit.xml", "there is no folder"), (".", "is a folder")]
)
def test_a_file_that_cannot_be_written_is_told_before_anything_is_judged(check, place, words):
    done = check("--junit", place)
    assert done.returncode == 2
    assert words in done.stderr
    assert "judging" not in done.stdout


def test_a_job_is_annotated_and_summarized(check, tmp_path):
    place = tmp_path / "summary.md"
    place.write_text("Before.\n")
    done = check(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(place))
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert [line.partition("%2C")[0] for line in lines] == ["::error title=SUB-03 fail"]
    assert place.read_text().startswith("Before.\n### not conforming: ")


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [((), {}), (("--annotate", "none"), {"GITHUB_ACTIONS": "true"})],
)
def test_elsewhere_nothing_is_annotated(check, arguments, environment):
    assert "::error" not in check(*arguments, **environment).stdout


def test_a_summary_that_cannot_be_written_does_not_change_the_verdict(check):
    done = check("--annotate", "github", GITHUB_STEP_SUMMARY="/no/such/folder/summary.md")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "::error" in done.stdout
