"""Digests that tell whether a recorded verdict is about the words that stand here now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_spec.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from executor_spec.model import Clause, Needs

DIGITS = 12


def clause_hash(clause: Clause) -> str:
    """Digest what a verdict depends on: the sentence, the level and the needs of a clause."""
    return _digest([clause.sentence, clause.level, *_canonical(clause.needs)])


def specification_hash(clauses: Iterable[Clause]) -> str:
    """Digest a set of clauses, whatever their order and chapters."""
    return _digest(sorted(f"{clause.id} {clause_hash(clause)}" for clause in clauses))


def _canonical(needs: Needs) -> list[str]:
    # A kind added to the vocabulary later must not change the clauses that apply to every kind.
    kinds = [] if set(needs.kinds) == set(Kind) else sorted(needs.kinds)
    return [
        f"capabilities {' '.join(sorted(needs.capabilities))}",
        f"kinds {' '.join(kinds)}",
        f"workers {needs.workers}",
        f"family {needs.family or ''}",
        *([f"absent {' '.join(sorted(needs.absent))}"] if needs.absent else ()),
    ]


def _digest(lines: list[str]) -> str:
    import hashlib  # loads OpenSSL, which many uses of a specification do not need

    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:DIGITS]
