"""A history as a table that people can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_conformance.histories.history import FUTURE, GATE, POOL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from executor_conformance.histories.history import History, Operation

WIDTH = 80
MARGIN = 4
WORDS = {"shutdown": "shutdown(wait=False)"}


def as_table(history: History) -> str:
    """Return a column for each thread and a line for each invocation and response, in order.

    A line `│` runs from an invocation to its response. Where nothing came in between, both stand on
    one line if there is room.
    """
    seen = [one for one in history.operations if one.seen]
    widths = _widths(seen, history.threads)
    head = [f"{thread:{widths[thread]}}" for thread in history.threads]
    return "\n".join([f"{' ' * MARGIN}{''.join(head)}".rstrip(), *_lines(seen, widths)])


def _widths(seen: list[Operation], threads: tuple[str, ...]) -> dict[str, int]:
    """Return how wide the column of each thread is: what it needs, and a share of what is left."""
    widths = _needed(seen, threads, lambda one: [" ".join(_both(one))])
    if sum(widths.values()) > WIDTH - MARGIN:
        widths = _needed(seen, threads, _both)
    while sum(widths.values()) > WIDTH - MARGIN:
        widths[max(widths, key=widths.__getitem__)] -= 1
    left = WIDTH - MARGIN - sum(widths.values())
    return {thread: width + left // len(threads) for thread, width in widths.items()}


def _needed(
    seen: list[Operation],
    threads: tuple[str, ...],
    words: Callable[[Operation], Iterable[str]],
) -> dict[str, int]:
    longest = {thread: len(thread) for thread in threads}
    for one in seen:
        longest[one.thread] = max(longest[one.thread], *map(len, words(one)))
    return {thread: length + 2 for thread, length in longest.items()}


def _lines(seen: list[Operation], widths: dict[str, int]) -> Iterator[str]:
    begins = {one.invoked: one for one in seen}
    ends = {one.responded: one for one in seen if one.responded is not None}
    places = sorted([*begins, *ends])
    under_way: set[str] = set()
    number = 0
    while places:
        number += 1
        place = places.pop(0)
        operation = begins.get(place) or ends[place]
        call, answer = _both(operation)
        room = widths[operation.thread] - 1
        if place not in begins:
            words = answer
            under_way.discard(operation.thread)
        elif places[:1] == [operation.responded] and len(call) + len(answer) - 1 <= room:
            places.pop(0)
            words = f"{call} {answer.removeprefix('└ ')}"
        else:
            words = call
            under_way.add(operation.thread)
        words = words if len(words) <= room else f"{words[: room - 1]}…"
        yield _line(number, {**dict.fromkeys(under_way, "│"), operation.thread: words}, widths)


def _line(number: int, cells: dict[str, str], widths: dict[str, int]) -> str:
    columns = [f"{cells.get(thread, ''):{width}}" for thread, width in widths.items()]
    return f"{number:>{MARGIN - 2}}  {''.join(columns)}".rstrip()


def _both(operation: Operation) -> tuple[str, str]:
    """Return the words of an invocation, and those of its response."""
    prefix = "" if operation.subject in (FUTURE, GATE, POOL) else f"{operation.subject}."
    assert operation.answer is not None
    given = operation.answer.given
    answer = f"raised {type(given).__name__}" if operation.answer.raised else f"{given!r}"
    called = ", and called" if operation.called_back else ""
    call = WORDS.get(operation.step.event, f"{prefix}{operation.step}")
    return call, f"└ {answer}{called}"
