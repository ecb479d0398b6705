"""Runs example programs while the pages are built, so that these show what they really print."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LIMIT = 60.0
SIDE_BY_SIDE = 4


class ProgramError(Exception):
    """A program failed or did not end; the message says which, how, and what it had printed."""


def run_programs(paths: Sequence[Path], limit: float = LIMIT) -> list[str]:
    """Run programs side by side and return what each printed, in the order of `paths`.

    Raises `ProgramError` for the first of them that exits with an error, or that has not ended
    after `limit` seconds.
    """
    with ThreadPoolExecutor(SIDE_BY_SIDE) as executor:
        return list(executor.map(lambda path: run_program(path, limit), paths))


def run_program(path: Path, limit: float = LIMIT) -> str:
    """Run one program and return what it printed, as `run_programs` does."""
    # A file, not a pipe: workers that are left behind would keep a pipe open.
    with TemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, path],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environment(),
            start_new_session=True,
        )
        try:
            status: int | None = process.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            _end(process)
        output.seek(0)
        text = output.read().decode(errors="replace")
    text = "\n".join(text.splitlines())
    if status is None:
        raise ProgramError(f"{path.name} had not ended after {limit:g} seconds.\n{text}")
    if status != 0:
        raise ProgramError(f"{path.name} ended with status {status}.\n{text}")
    return text


def _environment() -> dict[str, str]:
    # Unbuffered output would come in another order, and depend on who builds the pages.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return kept | {"PYTHONIOENCODING": "utf-8"}


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
