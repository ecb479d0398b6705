"""Several benches side by side, for an implementation that is slow to judge."""

from __future__ import annotations

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
    for portion in _portions(clauses, benches[0].clauses_of):
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
            for bench in reversed(benches):
                bench.abandon()
            raise


def _portions(
    clauses: Sequence[Clause], clauses_of: Callable[[str], frozenset[str]]
) -> Iterator[tuple[Clause, ...]]:
    """Yield what is judged by one bench in one go.

    What takes longest comes first, so that no bench is left alone with it at the end: those that
    need Hypothesis or asyncio together, since these are dear to import twice; then those about
    whole programs.
    """
    left = list(clauses)
    for sort in ("drawing", "looping"):
        dear = clauses_of(sort)
        yield tuple(clause for clause in left if clause.id in dear)
        left = [clause for clause in left if clause.id not in dear]
    patient = clauses_of("patient")
    for clause in sorted(left, key=lambda clause: clause.id not in patient):
        yield (clause,)


def close_all(benches: Sequence[Bench]) -> Ending:
    """End every bench, and return the worst of their endings."""
    with ThreadPoolExecutor(len(benches)) as threads:
        # The first waits for those that were copied from it. If an interrupt comes between, it must
        # not wait for one that nobody closes: then its guard ends with the session.
        closing = [threads.submit(bench.close) for bench in reversed(benches)]
    endings = [future.result() for future in reversed(closing)]
    return next((e for e in endings if e.verdict is not Verdict.PASS), endings[0])
