"""Short programs for a few threads, the same ones for the same seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from executor_conformance.model import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT = Step("result", 1)
"""Waits for the outcome, which comes soon."""

Program = tuple[tuple[Step, ...], ...]
"""The steps of each thread."""

QUESTIONS = (
    Step("done"),
    Step("running"),
    Step("cancelled"),
    Step("result", 0),
    Step("exception", 0),
)


class Value:
    """A value of a call that is told from all others."""

    def __init__(self, number: int):
        self.number = number

    def __repr__(self) -> str:
        return f"value {self.number}"


def future_programs(count: int, seed: int) -> Iterator[Program]:
    """Yield programs for a future that the threads drive themselves.

    The first thread is its executor, which starts the call and ends it; the second cancels, or
    wants to end the call as well; the third looks and adds callbacks.
    """
    random = Random(seed)
    for number in range(count):
        first = [Step("set_running_or_notify_cancel")] if random.random() < 0.7 else []
        first.append(_end(random, 2 * number))
        rival = (
            Step("cancel") if first[1:] or random.random() < 0.7 else _end(random, 2 * number + 1)
        )
        second = [rival, _question(random)]
        if random.random() < 0.3:
            second.insert(0, _question(random))
        third = [random.choice((Step("add_done_callback"), Step("cancel"), *QUESTIONS))]
        third += [_question(random), _question(random), Step("result", 0)]
        yield tuple(first), tuple(second), tuple(third)


def live_programs(count: int, seed: int) -> Iterator[Program]:
    """Yield programs for the future of a call that waits behind a gate.

    One of the threads opens it, and may wait for the outcome; another one cancels the call.
    """
    random = Random(seed)
    for _ in range(count):
        first = [Step("open"), random.choice((Step("cancel"), WAIT, WAIT)), _question(random)]
        first[:0] = [_question(random) for _ in range(random.randrange(2))]
        second = [_question(random) for _ in range(random.randrange(2))]
        second += [Step("cancel"), _question(random), _question(random)]
        third = [Step("add_done_callback"), random.choice((Step("cancel"), *QUESTIONS))]
        random.shuffle(third)
        yield tuple(first), tuple(second), tuple(third)


def pool_programs(count: int, seed: int) -> Iterator[Program]:
    """Yield programs for an executor. Futures are those that the thread itself has submitted."""
    random = Random(seed)
    for _ in range(count):
        callers = [
            [Step("submit"), Step("submit"), random.choice((Step("cancel"), *QUESTIONS[:3]))] * 2
            for _ in range(2)
        ]
        closer = [Step("shutdown"), Step("submit")]
        if random.random() < 0.5:
            closer.insert(0, Step("submit"))
        yield (*map(tuple, callers), tuple(closer))


def _question(random: Random) -> Step:
    return random.choice(QUESTIONS)


def _end(random: Random, number: int) -> Step:
    if random.random() < 0.3:
        return Step("set_exception", ValueError(number))
    return Step("set_result", Value(number))
