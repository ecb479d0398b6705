"""What a badge says, and how it is drawn."""

import json
from xml.etree import ElementTree

import pytest

import executor_spec
from executor_conformance.badge import GREEN, RED, YELLOW, badge_of
from executor_conformance.render.badge import as_endpoint, as_svg
from executor_conformance.reports import ReportedRun

SPEC = executor_spec.load()


def badge(changes=None, planned=None, ending="pass"):
    """Return the badge of a run that kept all clauses but for these changes."""
    planned = planned or [clause.id for clause in SPEC.clauses]
    header = {"name": "Pool", "spec": "0.1", "kind": "thread", "planned": planned}
    verdicts = dict.fromkeys(planned, "pass") | (changes or {})
    records = {
        name: {"id": name, "verdict": verdict, "level": str(SPEC.clause(name).level)}
        for name, verdict in verdicts.items()
    }
    footer = {"record": "footer", "ending": {"verdict": ending, "detail": ""}}
    return badge_of(ReportedRun(header, records, footer), SPEC)


def should():
    return next(clause.id for clause in SPEC.clauses if clause.level == "should")


@pytest.mark.parametrize(
    ("found", "message", "color"),
    [
        (badge(), "conforming", GREEN),
        (badge({"MAP-01": "unsupported"}), "conforming", GREEN),
        (badge({should(): "fail"}), "conforming", GREEN),
        (badge({"MAP-01": "xfail"}), "conforming, 1 declared", YELLOW),
        (badge({"MAP-01": "fail", "MAP-02": "hang"}), "2 broken", RED),
        (badge({"MAP-01": "xpass"}), "1 broken", RED),
        (badge(ending="hang"), "1 broken", RED),
        (badge({"MAP-01": "error"}), "the kit failed", RED),
        (badge({"MAP-01": "blocked"}, planned=["MAP-01"]), "nothing judged", RED),
        (badge(planned=["MAP-01"]), f"1 of {len(SPEC.clauses)} clauses kept", YELLOW),
    ],
)
def test_what_it_says(found, message, color):
    assert (found.message, found.color) == (message, color)
    assert found.label == "executor spec 0.1, thread"


def test_the_picture_is_well_formed_and_says_it_in_words():
    root = ElementTree.fromstring(as_svg(badge()))
    texts = [element.text for element in root.iter() if element.tag.endswith(("title", "text"))]
    assert texts == [
        "executor spec 0.1, thread: conforming",
        "executor spec 0.1, thread",
        "conforming",
    ]


def test_the_endpoint_has_the_fields_that_are_asked_for():
    found = json.loads(as_endpoint(badge()))
    assert found["schemaVersion"] == 1
    assert (found["label"], found["message"]) == ("executor spec 0.1, thread", "conforming")


def test_the_command_chooses_among_several_runs(run_cli, tmp_path):
    report = tmp_path / "report.jsonl"
    assert run_cli("check", "--clause", "SUB-14", "--report", report).returncode == 0
    refused = run_cli("badge", report)
    assert refused.returncode == 2
    assert "--name" in refused.stderr
    done = run_cli("badge", report, "--name", "executor_reference.ThreadPoolExecutor")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("<svg")
