"""Stacks of hung processes, made readable."""

from __future__ import annotations

import os

MACHINERY = (
    *(f"{os.sep}{name}{os.sep}" for name in ("_pytest", "pluggy")),
    f"{os.sep}executor_conformance{os.sep}child{os.sep}",
    '"<frozen runpy>"',
    '"<frozen importlib',
)
"""Parts of the lines in a stack that say nothing about the executor."""


def readable(stacks: str) -> str:
    """Leave out the frames that are this kit's and pytest's own machinery."""
    head, mark, current = stacks.partition("Current thread")
    if mark:
        # The test's own thread is dumped last, and says most.
        first, _, others = head.partition("\n")
        current, aborted, workers = current.partition("\nits workers, aborted:")
        stacks = "\n".join([first, mark + current, others + aborted + workers])
    kept = [line for line in stacks.splitlines() if not any(part in line for part in MACHINERY)]
    return "\n".join(kept)


def innermost_of_main(stacks: str) -> str:
    """Return the innermost lines of the main thread's stack."""
    thread = stacks.partition("Current thread")[2] or stacks
    lines = [line for line in thread.splitlines() if line.strip().startswith("File")]
    return "\n".join(lines[:4])
