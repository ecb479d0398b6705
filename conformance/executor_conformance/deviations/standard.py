"""The declarations that come with the kit: the standard library's, and those of packages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from executor_conformance.deviations.model import Deviation

SHIPPED = Path(__file__).with_name("stdlib.toml")
PACKAGES = Path(__file__).with_name("packages")


@cache
def shipped() -> tuple[Deviation, ...]:
    """Return all declarations that come with the kit."""
    from executor_conformance.deviations.reading import read_deviations

    return read_deviations(SHIPPED)


def of_package(name: str) -> Path:
    """Return the file of what is known of an adapter that comes with the kit, by its short name."""
    return PACKAGES / f"{name}.toml"


def of_standard(name: str, start_method: str = "") -> tuple[Deviation, ...]:
    """Return the deviations of a class of `concurrent.futures`, for an executor built upon it.

    `name` is the class's, such as ``"ThreadPoolExecutor"``. Give `start_method` if the executor
    always uses that one, since the kit sees only one that is chosen by `mp_context`. They are for
    ``Adapter(deviations=…)``; leave out those that your executor mends.
    """
    return tuple(
        replace(
            deviation,
            executors=(),
            start_methods=() if start_method else deviation.start_methods,
        )
        for deviation in shipped()
        if name in deviation.executors
        and (not start_method or start_method in (deviation.start_methods or (start_method,)))
    )
