"""What the processes of engines need: to find their programs, and to import that of the user."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def scripts_on_path() -> Iterator[None]:
    """Have programs found that are installed beside Python, as in an activated environment.

    Launchers and the processes of engines are looked for by name. Without an activated environment
    the path does not lead to them.
    """
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


@contextlib.contextmanager
def importable() -> Iterator[None]:
    """Let workers import what a script defines, where they do not have its `__main__`.

    It does nothing as part of a module: workers can import what that defines anyway.
    """
    if __name__ != "__main__":
        yield
        return
    script = Path(__file__).resolve()
    sys.modules[script.stem] = sys.modules[__name__]
    for value in list(globals().values()):
        if getattr(value, "__module__", "") == __name__:
            value.__module__ = script.stem
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(script.parent), before]))
    try:
        yield
    finally:
        os.environ["PYTHONPATH"] = before
