"""The chapter on concurrent use: what threads do at the same time has an order."""

from executor_conformance import histories, tasks
from executor_conformance.suite import verifies

ACROSS_THREADS = ("inline", "thread", "interpreter", "process", "distributed")
BESIDE_THE_CALLER = ("thread", "interpreter", "process", "distributed")


@verifies("CCY-12", kinds=ACROSS_THREADS, relies_on=("other_threads", "cancel", "running_spared"))
def test_what_threads_do_to_a_bare_future_has_an_order(bare_future):
    programs = histories.future_programs(60, seed=0)
    rounds = [histories.BareRound(bare_future(), program) for program in programs]
    for history in histories.record(rounds):
        histories.require_order(history)


@verifies(
    "CCY-12",
    kinds=BESIDE_THE_CALLER,
    queued=104,
    relies_on=("other_threads", "cancel", "running_spared"),
)
def test_what_threads_do_to_the_future_of_a_waiting_call_has_an_order(
    make_executor, rendezvous, kind, beyond_prefetch
):
    executor = make_executor(max_workers=1)
    others, count = (1, 20) if kind == "thread" else (beyond_prefetch, 8)
    rounds = [
        histories.LiveRound(executor, rendezvous.gate(), others, number, program)
        for number, program in enumerate(histories.live_programs(count, seed=0))
    ]
    for history in histories.record(rounds):
        histories.require_order(history)


@verifies(
    "CCY-13", kinds=BESIDE_THE_CALLER, relies_on=("other_threads", "cancel", "waiting_spared")
)
def test_what_threads_do_to_an_executor_has_an_order(make_executor, kind):
    programs = [*histories.pool_programs(12 if kind == "thread" else 2, seed=0)]
    executors = [make_executor(max_workers=1) for _ in programs]
    for executor in executors:
        # Its worker is not to be forked while several threads run.
        executor.submit(tasks.return_none).result()
    rounds = map(histories.PoolRound, executors, programs)
    for history in histories.record([*rounds]):
        histories.require_order(history)
