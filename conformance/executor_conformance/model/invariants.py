"""What holds of every future at every time, whatever the table says of a single event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from executor_conformance.model.step import Answer, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_conformance.model.step import Step
    from executor_conformance.model.subject import Subject

CANCELLED = "cancelled"


class Invariants:
    """Watches one future from step to step."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._outcome: Any = None
        self._cancel_succeeded = False

    def breaches(self, step: Step, answers: list[Answer]) -> Iterator[str]:
        """Yield what no longer holds after a step, in words."""
        future = self._subject.future
        running, done, cancelled = future.running(), future.done(), future.cancelled()
        if running and done:
            yield "a future is never running and done, but this one is both"
        if cancelled and not done:
            yield "a cancelled future is done, but this one is not"
        if self._outcome is not None and not done:
            yield "what is done stays done, but this future no longer is"
        self._cancel_succeeded |= step.event == "cancel" and answers[0] == Answer(True)
        if self._cancel_succeeded != cancelled:
            yield (
                f"cancel() returns True if and only if the future ends cancelled, but it "
                f"{'once' if self._cancel_succeeded else 'never'} did, and cancelled() is "
                f"{cancelled}"
            )
        expected = 1 if done else 0
        for number, callback in enumerate(self._subject.callbacks, 1):
            if len(callback.calls) != expected:
                yield (
                    f"each registration leads to one call once the future is done, but callback "
                    f"{number} has been called {len(callback.calls)} times, and done() is {done}"
                )
        if done:
            yield from self._changes(CANCELLED if cancelled else self._ending())

    def _changes(self, outcome: Any) -> Iterator[str]:
        if self._outcome is not None and not _same(outcome, self._outcome):
            yield f"an outcome never changes, but {self._outcome} has become {outcome}"
        self._outcome = outcome

    def _ending(self) -> tuple[Answer, Answer]:
        future = self._subject.future
        return ask(lambda: future.exception(0)), ask(lambda: future.result(0))


def _same(one: Any, other: Any) -> bool:
    if CANCELLED in (one, other):
        return bool(one == other)
    return all(a.raised is b.raised and a.given is b.given for a, b in zip(one, other, strict=True))
