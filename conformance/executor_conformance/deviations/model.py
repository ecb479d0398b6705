"""What a deviation is, and the circumstances in which one applies. Pure data."""

from __future__ import annotations

import platform
import sys
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWS = ("fail", "hang", "crash")
"""The verdicts as which a deviation can show."""


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """The declaration that an implementation breaks a clause.

    `clause` is the id, `reason` says why in a sentence or two, and `link` where it is discussed.
    The other fields narrow when it applies: `python` holds version specifiers (PEP 440), one of
    which the running Python must match, `implementation` is the name of that Python (``CPython``,
    ``PyPy``), `version` a specifier for the version of what is judged, `start_methods` those of
    `multiprocessing`, `free_threaded` whether Python runs without its global lock, and `executors`
    the names of classes of `concurrent.futures`. Each that is left out leaves it open.

    `shows` is ``fail``, ``hang`` or ``crash``. What is declared to hang gets a tenth of the
    deadline. `racy` is for what fails at times only: then a pass is no reason to complain.

    Raises `ValueError` for an unknown `shows` or an empty `reason`.
    """

    clause: str
    reason: str
    link: str = ""
    python: tuple[str, ...] = ()
    implementation: str = ""
    version: str = ""
    start_methods: tuple[str, ...] = ()
    free_threaded: bool | None = None
    executors: tuple[str, ...] = ()
    shows: str = "fail"
    racy: bool = False
    source: str = ""
    """Where it is declared, for messages; empty for one that is written in Python."""

    def __post_init__(self) -> None:
        if self.shows not in SHOWS:
            raise ValueError(
                f"a deviation from {self.clause} shows as one of {', '.join(SHOWS)}, "
                f"not {self.shows!r}"
            )
        if not self.reason.strip():
            raise ValueError(f"the deviation from {self.clause} has no reason")
        for name in ("python", "start_methods", "executors"):
            # A text would be taken for an array of its letters.
            if isinstance(getattr(self, name), str):
                raise ValueError(
                    f"the deviation from {self.clause}: {name} is an array of texts, not one text"
                )
            object.__setattr__(self, name, tuple(getattr(self, name)))

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Deviation:
        """Build a deviation from what `to_dict` gave."""
        return cls(**{field.name: values[field.name] for field in fields(cls)})


@dataclass(frozen=True)
class Circumstances:
    """Who is judged, and where: what decides whether a deviation applies.

    `standard` is the name of a class of `concurrent.futures`, or empty for all others, and
    `start_method` is empty where it is unknown or does not matter.
    """

    standard: str
    version: str
    python: str
    implementation: str
    free_threaded: bool
    start_method: str

    @classmethod
    def from_hello(cls, hello: Mapping[str, Any]) -> Circumstances:
        """Return the circumstances that a judged process told of."""
        return cls(
            standard=hello.get("standard", ""),
            version=hello.get("version", ""),
            python=running_python(),
            implementation=platform.python_implementation(),
            free_threaded=hello.get("free_threaded", False),
            start_method=hello.get("start_method", ""),
        )


def running_python() -> str:
    """Return the version of the running Python as PEP 440 writes it, builds of its own included."""
    info = sys.version_info
    level = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(info.releaselevel, "")
    return f"{info.major}.{info.minor}.{info.micro}" + (f"{level}{info.serial}" if level else "")
