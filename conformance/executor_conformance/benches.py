"""Several benches side by side, for an implementation that is slow to judge."""

from __future__ import annotations

import itertools
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from executor_conformance.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from executor_conformance.bench import Bench, Ending
    from executor_conformance.judgement import Judgement
    from executor_spec import Clause


def judge_all(
    benches: Sequence[Bench],
    clauses: Sequence[Clause],
    judging: Callable[[Clause], None],
    judged: Callable[[Clause, Judgement], None],
) -> None:
    """Judge clauses on as many benches as there are, and tell of each.

    The calls of `judging` and `judged` come one at a time, those of `judged` in the order in which
    the clauses were decided.
    """
    lock = threading.Lock()
    waiting: queue.SimpleQueue[tuple[Clause, ...]] = queue.SimpleQueue()
    for portion in _portions(clauses, benches[0].patient_clauses()):
        waiting.put(portion)

    def work(bench: Bench) -> None:
        # Before it is given anything: what one bench is about to decide, the others wait for.
        bench.hello()
        while True:
            try:
                portion = waiting.get_nowait()
            except queue.Empty:
                return
            for clause in portion:
                with lock:
                    judging(clause)
                judgement = bench.judge(clause.id)
                with lock:
                    judged(clause, judgement)

    if len(benches) == 1:
        work(benches[0])
        return
    with ThreadPoolExecutor(len(benches)) as threads:
        working = [threads.submit(work, bench) for bench in benches]
        try:
            for future in working:
                future.result()
        except BaseException:
            # A thread that waits for its guard learns by the guard's end that all is over.
            for bench in benches:
                bench.abandon()
            raise


def _portions(clauses: Sequence[Clause], patient: frozenset[str]) -> Iterator[tuple[Clause, ...]]:
    """Yield what is judged by one bench in one go.

    A chapter, since its tests need the same modules, which are dear to import twice; but each
    clause about whole programs by itself, since these take longest.
    """
    for _, chapter in itertools.groupby(clauses, key=lambda clause: clause.chapter):
        portion: list[Clause] = []
        for clause in chapter:
            if clause.id in patient:
                yield (clause,)
            else:
                portion.append(clause)
        if portion:
            yield tuple(portion)


def close_all(benches: Sequence[Bench]) -> Ending:
    """End every bench, and return the worst of their endings."""
    with ThreadPoolExecutor(len(benches)) as threads:
        closing = [threads.submit(bench.close) for bench in benches]
    endings = [future.result() for future in closing]
    return next((e for e in endings if e.verdict is not Verdict.PASS), endings[0])
