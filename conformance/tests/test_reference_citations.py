"""The reference says in a comment where it keeps each promise."""

import re
from pathlib import Path

import executor_reference
import executor_spec

CITED = re.compile(r"#.*")
CLAUSE_ID = re.compile(r"\b[A-Z]{2,4}-\d{2,3}\b")
KINDS = {"inline", "thread", "process"}
LACKING = {"default_executor"}
"""Capabilities that none of its executors has."""
FOREIGN = {"AIO-12"}
"""Clauses about futures of the standard library, which go with other functions than its own."""


def cited_clauses():
    """Return the ids that stand in comments of the reference's modules."""
    found = set()
    for path in Path(executor_reference.__file__).parent.glob("*.py"):
        for comment in CITED.findall(path.read_text(encoding="utf-8")):
            found |= set(CLAUSE_ID.findall(comment))
    return found


def test_every_must_clause_that_applies_is_cited():
    applying = {
        clause.id
        for clause in executor_spec.load().clauses
        if clause.level == "must"
        and clause.needs.family is None
        and not KINDS.isdisjoint(clause.needs.kinds)
        and LACKING.isdisjoint(clause.needs.capabilities)
        and clause.id not in FOREIGN
    }
    missing = sorted(applying - cited_clauses())
    assert not missing, f"the reference does not say where it keeps {', '.join(missing)}"
