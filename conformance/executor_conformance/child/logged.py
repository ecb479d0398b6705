"""Collects what is logged, whoever logs it."""

from __future__ import annotations

import logging
from typing import Any


class Logged(logging.Handler):
    """A context in which the records of all loggers are collected.

    Also of those that do not pass them on to the root.
    """

    def __init__(self) -> None:
        super().__init__()
        self._records: list[logging.LogRecord] = []
        self._loggers: list[logging.Logger] = []

    def __enter__(self) -> Logged:
        named = list(logging.root.manager.loggerDict.values())
        apart = [each for each in named if isinstance(each, logging.Logger) and not each.propagate]
        self._loggers = [logging.root, *apart]
        for logger in self._loggers:
            logger.addHandler(self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        for logger in self._loggers:
            logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Collect a record."""
        self._records.append(record)

    def tells_of(self, error: BaseException) -> bool:
        """Say whether a record of level `ERROR` or above holds the exception, or its text."""
        return any(
            record.levelno >= logging.ERROR and _tells(record, error) for record in self._records
        )


def _tells(record: logging.LogRecord, error: BaseException) -> bool:
    found: Any = record.exc_info
    return (isinstance(found, tuple) and found[1] is error) or str(error) in _text(record)


def _text(record: logging.LogRecord) -> str:
    return f"{record.getMessage()}\n{record.exc_text or ''}"
