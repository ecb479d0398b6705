"""From pytest's reports on one test to the fields of its judgement."""

from __future__ import annotations

import linecache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import executor_spec
from executor_conformance.adapter import describe_error
from executor_conformance.child.fixtures import NotMadeError, State
from executor_conformance.errors import KitError, TargetError
from executor_conformance.judgement import Verdict
from executor_conformance.outcomes import judge_outcomes

if TYPE_CHECKING:
    from collections.abc import Generator

    from executor_conformance.child.line import Line

SUITE = Path(__file__).parents[1] / "suite"
HISTORY_LIMIT = 60


class Judging:
    """A pytest plugin that watches the phases of the test at hand.

    The verdict goes to the guard as soon as the call phase has ended: a teardown that hangs must
    not cost it.
    """

    def __init__(self, line: Line, state: State):
        self.line = line
        self._state = state
        self._item: pytest.Item | None = None
        self._fields: dict[str, Any] = {}
        self.refusal = ""
        self.torn_down = True
        """Whether the item was torn down whole: the next one gets what was not."""

    def begin(self, item: pytest.Item) -> None:
        """Watch this item."""
        self._item = item
        self._fields = {}
        self.torn_down = True
        self._state.failed = False

    def end(self) -> dict[str, Any]:
        """Return the fields of the judgement that were found."""
        self._item = None
        return self._fields or {"verdict": "error", "detail": "pytest did not run the test"}

    def interrupted(self, error: BaseException) -> None:
        """Judge a test whose exception ended pytest's own run of it."""
        self.torn_down = False
        self._fields.setdefault("verdict", "fail")
        self._fields.setdefault("detail", f"raised {describe_error(error)}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note what each phase of the watched item came to."""
        report = yield
        error = call.excinfo.value if call.excinfo else None
        if item.name == "greet":
            self._note_refusal(error, report)
        elif item is self._item:
            self._note(call, error, report)
        return report

    def _note_refusal(self, error: BaseException | None, report: pytest.TestReport) -> None:
        if error is None or self.refusal:
            return
        if isinstance(error, (TargetError, NotMadeError)):
            self.refusal = str(error)
        elif isinstance(error, pytest.FixtureLookupError):
            self.refusal = (
                "there is no fixture executor_adapter; define one that returns an Adapter, "
                "or give the adapter to conformance()"
            )
        else:
            self.refusal = f"{describe_error(error)} ({_place(report)})"

    def _note(
        self, call: pytest.CallInfo[None], error: BaseException | None, report: pytest.TestReport
    ) -> None:
        if call.when == "teardown":
            if error is not None:
                self.torn_down = False
                self._fields |= {"verdict": Verdict.ERROR, "phase": "teardown"}
                self._fields["detail"] = report.longreprtext
            return
        if call.when == "setup" and error is None:
            return
        self._fields = self._judge(call, error, report)
        self._state.failed = self._fields["verdict"] == Verdict.FAIL
        self.line.send(event="called", **self._fields)

    def _judge(
        self, call: pytest.CallInfo[None], error: BaseException | None, report: pytest.TestReport
    ) -> dict[str, Any]:
        outcomes = sorted(set(self._state.outcomes))
        fields: dict[str, Any] = {"phase": call.when, "seconds": call.duration}
        fields["outcomes"] = outcomes
        if error is None:
            assert self._item is not None
            clause = executor_spec.load().clause(self._item.name.partition("/")[0])
            verdict, detail = judge_outcomes(clause, outcomes)
            return fields | {"verdict": verdict, "detail": detail}
        if isinstance(error, pytest.skip.Exception):
            return fields | {"verdict": Verdict.UNSUPPORTED, "detail": str(error)}
        if isinstance(error, KitError) or (
            call.when == "setup" and not isinstance(error, NotMadeError)
        ):
            return fields | {"verdict": Verdict.ERROR, "detail": report.longreprtext}
        return fields | {
            "verdict": Verdict.FAIL,
            "detail": _explain(call),
            "history": self._history(),
        }

    def _history(self) -> list[str]:
        rendezvous = self._state.rendezvous
        if rendezvous is None:
            return []
        try:
            return rendezvous.journal.entries()[-HISTORY_LIMIT:]
        except ConnectionError:
            return []


def _explain(call: pytest.CallInfo[None]) -> str:
    """Say what was expected and seen, and at which line of the suite."""
    assert call.excinfo is not None
    error = call.excinfo.value
    # pytest begins a line for the message of the assertion, which may be empty.
    text = str(error).lstrip("\n")
    seen = text if isinstance(error, AssertionError) and text else f"raised {_full(error)}"
    for entry in reversed(call.excinfo.traceback):
        path = Path(str(entry.path))
        if path.parent == SUITE:
            line = linecache.getline(str(path), entry.lineno + 1).strip()
            return f"{seen}\n  at {path.name}:{entry.lineno + 1}: {line}"
    return seen


def _full(error: BaseException) -> str:
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _place(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return f"{crash.path}:{crash.lineno}" if crash else report.nodeid
