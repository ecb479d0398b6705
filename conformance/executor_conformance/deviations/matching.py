"""Whether a deviation applies: its specifiers against the versions at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_conformance.errors import UsageError

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

    from executor_conformance.deviations.model import Circumstances, Deviation


def applies(deviation: Deviation, here: Circumstances) -> bool:
    """Say whether a deviation is about this implementation, here.

    Raises `UsageError` for a specifier that is none, and for a version that cannot be compared.
    """
    if deviation.executors and here.standard not in deviation.executors:
        return False
    if deviation.start_methods and here.start_method not in deviation.start_methods:
        return False
    if deviation.free_threaded is not None and deviation.free_threaded != here.free_threaded:
        return False
    if deviation.implementation not in ("", here.implementation):
        return False
    if deviation.python and not any(
        matches(specifier, here.python, deviation) for specifier in deviation.python
    ):
        return False
    return not deviation.version or matches(deviation.version, here.version, deviation)


def matches(specifier: str, version: str, deviation: Deviation) -> bool:
    """Say whether a version matches; pre-releases count like all others."""
    from packaging.version import InvalidVersion, Version

    wanted = require_specifier(specifier, deviation.clause)
    try:
        return wanted.contains(Version(version), prereleases=True)
    except InvalidVersion:
        raise UsageError(
            f"the deviation from {deviation.clause} is about versions {specifier}, but this "
            f"implementation's version is {version!r}, which cannot be compared with them; "
            "name one with Adapter(version=…), or leave 'version' out"
        ) from None


def require_specifier(text: str, clause: str) -> SpecifierSet:
    """Return a specifier set, or raise `UsageError` if the text is none."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        raise UsageError(
            f"the deviation from {clause}: {text!r} is no version specifier (PEP 440); "
            "write one such as '>=3.11,<3.14' or '==3.12.*'"
        ) from None
