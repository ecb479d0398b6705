"""What a self-test has found: which tests killed which mutants, and what escaped. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from executor_conformance.judgement import Judgement
    from executor_conformance.mutants import Mutant, Variant

_WIDTH = 80
_ACCEPTED = frozenset({"pass", "observed", "unsupported"})


@dataclass(frozen=True)
class MutantResult:
    """What became of a mutant on its clause, and how many seconds it took."""

    mutant: Mutant
    judgement: Judgement
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether the suite found the fault, in the way in which it shows."""
        return self.judgement.verdict in self.mutant.shows

    @property
    def test(self) -> str:
        """The name of the test that decided it, without its clause."""
        return self.judgement.test.partition("/")[2]


@dataclass(frozen=True)
class VariantResult:
    """What became of a conforming variant, clause by clause, and how many seconds it took."""

    variant: Variant
    judgements: Mapping[str, Judgement]
    seconds: float

    @property
    def failures(self) -> tuple[Judgement, ...]:
        """The judgements of clauses that it should have passed."""
        return tuple(
            judgement
            for judgement in self.judgements.values()
            if judgement.verdict not in _ACCEPTED
            and judgement.clause not in self.variant.departs
            # It inherits these, or mends them by its own ways.
            and not judgement.deviation
        )

    @property
    def passed(self) -> bool:
        """Whether no clause was judged against it."""
        return not self.failures


@dataclass(frozen=True)
class SelfTest:
    """What became of all mutants and variants that were judged.

    `clauses` are those of the selection, `without_mutant` those among them that need one and have
    none.
    """

    clauses: tuple[str, ...]
    mutants: tuple[MutantResult, ...]
    variants: tuple[VariantResult, ...]
    without_mutant: tuple[str, ...]

    @property
    def killed(self) -> tuple[MutantResult, ...]:
        """The mutants that the suite found out."""
        return tuple(result for result in self.mutants if result.killed)

    @property
    def survivors(self) -> tuple[MutantResult, ...]:
        """The mutants that it did not, or that showed in another way than they should."""
        return tuple(result for result in self.mutants if not result.killed)

    @property
    def failed_variants(self) -> tuple[VariantResult, ...]:
        """The variants of which a test has asked too much."""
        return tuple(result for result in self.variants if not result.passed)

    @property
    def sound(self) -> bool:
        """Whether nothing was found against the suite."""
        return not (self.survivors or self.failed_variants or self.without_mutant)

    def matrix(self) -> dict[str, list[MutantResult]]:
        """Return the kill matrix: for each clause its mutants, in the order of the clauses."""
        rows: dict[str, list[MutantResult]] = {clause: [] for clause in self.clauses}
        for result in self.mutants:
            rows.setdefault(result.mutant.clause, []).append(result)
        for row in rows.values():
            row.sort(key=lambda result: result.mutant.name)
        return rows

    def to_json(self) -> dict[str, Any]:
        """Return all of it, ready for JSON."""
        return {
            "sound": self.sound,
            "clauses": {
                clause: [_mutant_to_json(result) for result in row]
                for clause, row in self.matrix().items()
            },
            "survivors": [result.mutant.name for result in self.survivors],
            "without_mutant": list(self.without_mutant),
            "variants": [_variant_to_json(result) for result in self.variants],
        }


def as_table(found: SelfTest) -> str:
    """Return the report as text of at most 80 columns: the kill matrix, then what is wrong."""
    lines = []
    for clause, row in found.matrix().items():
        if not row and clause not in found.without_mutant:
            continue
        lines.append(clause if row else f"{clause}  no mutant")
        lines += [line for result in row for line in _mutant_lines(result)]
    if found.variants:
        lines += ["", "conforming variants"]
        lines += [line for result in found.variants for line in _variant_lines(result)]
    return "\n".join([*lines, "", *_summary(found)]) + "\n"


def _mutant_lines(result: MutantResult) -> Iterable[str]:
    verdict = str(result.judgement.verdict)
    if result.killed:
        yield _fit(f"  {verdict:6} {result.mutant.name}", f"by {result.test}")
        return
    expected = " or ".join(sorted(result.mutant.shows))
    yield _fit(f"  SURVIVES {result.mutant.name}", f"{verdict}, not {expected}")
    yield from _indented(result.mutant.description)
    yield from _indented(result.judgement.detail)


def _variant_lines(result: VariantResult) -> Iterable[str]:
    judged = sum(j.verdict != "unsupported" for j in result.judgements.values())
    word = "pass" if result.passed else "FAILS"
    yield f"  {word:6} {result.variant.name}, {judged} clauses judged"
    for judgement in result.failures:
        yield f"    {judgement.clause} {judgement.verdict}"
        yield from _indented(judgement.detail)


def _summary(found: SelfTest) -> Iterable[str]:
    yield f"{len(found.killed)} of {len(found.mutants)} mutants killed"
    passed = len(found.variants) - len(found.failed_variants)
    yield f"{passed} of {len(found.variants)} conforming variants pass"
    if found.without_mutant:
        yield f"clauses without a mutant: {len(found.without_mutant)}"


def _fit(left: str, right: str) -> str:
    """Join two columns, on two lines where they do not fit on one."""
    if len(left) <= 38 and 40 + len(right) <= _WIDTH:
        return f"{left:38}  {right}"
    if 6 + len(right) > _WIDTH:
        right = right[: _WIDTH - 9] + "..."
    return f"{left}\n      {right}"


def _indented(text: str) -> Iterable[str]:
    import textwrap

    for line in text.splitlines():
        yield from textwrap.wrap(line, _WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _mutant_to_json(result: MutantResult) -> dict[str, Any]:
    return {
        "mutant": result.mutant.name,
        "description": result.mutant.description,
        "target": result.mutant.target,
        "kind": result.mutant.kind,
        "killed": result.killed,
        "expected": sorted(result.mutant.shows),
        "verdict": str(result.judgement.verdict),
        "test": result.test,
        "detail": result.judgement.detail,
        "seconds": round(result.seconds, 3),
    }


def _variant_to_json(result: VariantResult) -> dict[str, Any]:
    return {
        "variant": result.variant.name,
        "description": result.variant.description,
        "target": result.variant.target,
        "kind": result.variant.kind,
        "passed": result.passed,
        "verdicts": {clause: str(j.verdict) for clause, j in result.judgements.items()},
        "failures": [judgement.to_dict() for judgement in result.failures],
        "seconds": round(result.seconds, 3),
    }
