"""Notes what a worker logs and prints about an error. For workers, like `tasks`."""

from __future__ import annotations

import logging
import sys

# Known to type checkers; importing `typing` for it would cost every worker.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn, TextIO

    from executor_conformance.rendezvous.protocols import Journal


class NotingHandler(logging.Handler):
    """Notes every record in a journal, with the traceback that belongs to it."""

    def __init__(self, journal: Journal):
        super().__init__()
        self.journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Note one record."""
        self.journal.note(self.format(record))


class NotingStream:
    """Passes on what is written, and notes it in a journal."""

    def __init__(self, journal: Journal, stream: TextIO):
        self.journal = journal
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text and note it."""
        self.journal.note(text)
        return self.stream.write(text)

    def flush(self) -> None:
        """Write what was held back."""
        self.stream.flush()


def note_reports(journal: Journal) -> None:
    """Note from now on all that is logged or printed as an error in this interpreter."""
    logging.getLogger().addHandler(NotingHandler(journal))
    sys.stderr = NotingStream(journal, sys.stderr)


def note_reports_then_fail(journal: Journal, error: Exception) -> NoReturn:
    """Be an initializer that raises `error`, and notes what is then said of it."""
    note_reports(journal)
    raise error
