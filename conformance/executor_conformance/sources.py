"""A digest of what makes verdicts: while it is the same, judging again would tell nothing new."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from executor_conformance.adapters.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from executor_conformance.deviations.model import Deviation

PACKAGE = Path(__file__).parent

ASIDE = frozenset(
    {
        *("badge", "calling", "claim_file", "claiming", "cli", "commands", "comparing"),
        *("demonstrations", "door", "items", "matrix", "mutants", "plugin", "proof", "publishing"),
        *("recorder", "render", "repeating", "reports", "repro", "selftest", "settling", "sources"),
        *("staleness", "summary", "verifying"),
    }
)
"""Modules and packages that judge nothing: they show, keep, compare or prove."""


def judging_digest(target: str, deviations: Iterable[Deviation]) -> str:
    """Return a digest of the sources that judge a target, and of the deviations that apply to it.

    Of the ready-made adapters only the target's counts, so that a change of one does not concern
    the others.
    """
    digest = hashlib.sha256()
    for path in sorted(_sources(target)):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    for deviation in sorted(deviations, key=lambda deviation: deviation.clause):
        # Not where it is declared: that is a path of one machine.
        said = {**deviation.to_dict(), "source": ""}
        digest.update(json.dumps(said, sort_keys=True).encode())
    return digest.hexdigest()[:12]


def _sources(target: str) -> Iterator[Path]:
    own = target.partition(":")[0]
    prefix = "executor_conformance.adapters."
    modules = {ready.target.partition(":")[0] for ready in CATALOGUE} - {own}
    others = {f"{name.removeprefix(prefix)}.py" for name in modules if name.startswith(prefix)}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).parts
        top = parts[0].removesuffix(".py")
        if top in ASIDE:
            continue
        if parts[0] == "adapters" and parts[-1] in {*others, "catalogue.py", "defaults.py"}:
            continue
        yield path
