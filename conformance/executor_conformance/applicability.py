"""Whether a clause can be judged for an implementation at all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import executor_spec
from executor_conformance.detection import CHOSEN

if TYPE_CHECKING:
    from executor_conformance.detection import Profile
    from executor_spec import Clause


def _seen(capability: str) -> str:
    partner = executor_spec.load().capabilities[capability].refused_by
    return f"; {partner} judges how it is refused" if partner else ""


def why_not(
    clause: Clause, profile: Profile, workers: int, family: str, min_workers: int = 1
) -> str:
    """Return the reason why a clause does not apply, or an empty string if it does.

    `workers` is how many workers the implementation has, or can be given. `family`
    is ``stdlib`` for the standard library's own executors. `min_workers` is the least number of
    workers that may be asked for.
    """
    needs = clause.needs
    if needs.kinds and profile.kind not in needs.kinds:
        return f"is about the kinds {', '.join(needs.kinds)}; this executor is {profile.kind}"
    for capability in needs.capabilities:
        if not profile.has(capability):
            trait = profile.capabilities.get(capability)
            found = trait.found if trait else "unknown"
            return (
                f"needs the capability {capability}, which is absent ({found}){_seen(capability)}"
            )
    for capability in needs.absent:
        trait = profile.capabilities.get(capability)
        if trait is not None and trait.present:
            return f"is about executors without {capability}, which is present ({trait.found})"
        if trait is not None and trait.found == CHOSEN:
            return f"is about executors without {capability}, which is {CHOSEN}"
    if "max_workers" in needs.capabilities and min_workers > 1:
        return f"needs to choose any number of workers; this executor has {min_workers} at least"
    if workers < needs.workers:
        return f"needs {needs.workers} workers; this executor may have {workers}"
    if needs.family and needs.family != family:
        return f"is about executors of the family {needs.family}"
    version = sys.version_info[:2]
    if clause.since and version < clause.since:
        return f"applies from Python {clause.since}"
    if clause.until and version > clause.until:
        return f"applies up to Python {clause.until}"
    return ""
