"""Runs as JUnit XML, which CI services read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from executor_conformance.judgement import Verdict
from executor_conformance.render.words import first_line, outcome_of, told_in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from executor_conformance.checking import Run
    from executor_conformance.judgement import Judgement
    from executor_spec import Clause

PROPERTIES = ("name", "version", "kind", "target", "python", "platform", "spec", "spec_hash", "kit")
"""What is told of a run, of its report's header."""

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(runs: Sequence[Run], command_for: Callable[[Run], str]) -> str:
    """Return a document with a suite for each run, and in it a test case for each clause.

    `command_for` gives the command that judges a run's target again.
    """
    suites = [_suite(run, command_for(run)) for run in runs]
    root = Element("testsuites", {"name": "executor-conformance", **_totals(suites)})
    root.extend(suites)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _suite(run: Run, command: str) -> Element:
    head = run.header
    suite = Element("testsuite", name=f"{head['name']} {head['version']}".strip())
    properties = SubElement(suite, "properties")
    for name in PROPERTIES:
        SubElement(properties, "property", name=name, value=_legal(str(head[name])))
    # Of several executors in one document, each has its clauses under its own name.
    cases = [
        _case(clause, run.judgements[clause.id], f"{head['name']}.{clause.chapter}", run, command)
        for clause in run.clauses
    ]
    if run.ending is not None and run.ending.verdict is not Verdict.PASS:
        case = Element("testcase", classname=f"{head['name']}.shutdown", name="the end", time="0")
        _told(case, "failure", str(run.ending.verdict), run.ending.detail, run.ending.detail)
        cases.append(case)
    suite.extend(cases)
    seconds = sum(run.judgements[clause.id].seconds for clause in run.clauses)
    outcomes = [child.tag for case in cases for child in case]
    suite.attrib |= {
        "tests": str(len(cases)),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "skipped": str(outcomes.count("skipped")),
        "time": f"{seconds:.3f}",
    }
    return suite


def _case(clause: Clause, judgement: Judgement, classname: str, run: Run, command: str) -> Element:
    case = Element("testcase", classname=classname, name=clause.id, time=f"{judgement.seconds:.3f}")
    verdict = str(judgement.verdict)
    match outcome_of(judgement, clause, strict=run.strict):
        case "failed":
            full = told_in_full(clause, judgement, command)
            _told(case, "failure", verdict, f"{clause.id} {verdict}: {judgement.detail}", full)
        case "error":
            _told(case, "error", verdict, judgement.detail, judgement.detail)
        case "skipped":
            _told(case, "skipped", verdict, _reason(judgement), "")
        case _ if judgement.outcomes:
            SubElement(case, "system-out").text = _legal(f"observed: {judgement.detail}")
    return case


def _reason(judgement: Judgement) -> str:
    if judgement.verdict is Verdict.XFAIL:
        return f"declared to fail: {judgement.deviation}"
    if judgement.broken:
        return f"departure from a should: {judgement.detail}"
    return f"{judgement.verdict}: {judgement.detail}"


def _told(case: Element, tag: str, sort: str, message: str, text: str) -> None:
    told = SubElement(case, tag, type=sort, message=_legal(first_line(message)))
    if text:
        told.text = _legal(text)


def _totals(suites: Iterable[Element]) -> dict[str, str]:
    every = list(suites)
    totals = {
        name: str(sum(int(suite.attrib[name]) for suite in every))
        for name in ("tests", "failures", "errors")
    }
    return {**totals, "time": f"{sum(float(suite.attrib['time']) for suite in every):.3f}"}


def _legal(text: str) -> str:
    """Return a text whose characters XML can hold: what a terminal is told by is spelt out."""
    return _ILLEGAL.sub(lambda match: ascii(match[0])[1:-1], text)
