"""Lets other threads go on between the lines of judged code."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

SHARE = 0.05
"""The share of the lines after which it does."""

_HERE = Path(__file__).parent
OURS = (str(_HERE), str(_HERE.with_name("model")))
"""What is not judged code."""


class Yielding:
    """A context in which a thread gives way at some of the lines that it comes to.

    Where only one thread runs at a time, a short operation is rarely interrupted by chance. Builds
    without that limit need no help, nor do threads that somebody else traces. `seed` chooses the
    lines.
    """

    def __init__(self, seed: int):
        self._random = Random(seed)
        self.needed = getattr(sys, "_is_gil_enabled", lambda: True)()

    def __enter__(self) -> Yielding:
        self._active = self.needed and sys.gettrace() is None
        if self._active:
            sys.settrace(self._enter)
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._active:
            sys.settrace(None)

    def _enter(self, frame: FrameType, event: str, arg: Any) -> Any:
        return None if frame.f_code.co_filename.startswith(OURS) else self._line

    def _line(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line" and self._random.random() < SHARE:
            time.sleep(0)
        return self._line
