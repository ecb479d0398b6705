"""The chapter on concurrent use: each call ends in one way, whatever was done before."""

from executor_conformance.model.live import LiveExecutor
from executor_conformance.suite import machine, verifies

BESIDE_THE_CALLER = ("thread", "interpreter", "process", "distributed")


@verifies("CCY-14", kinds=BESIDE_THE_CALLER, queued=12)
def test_each_call_ends_in_one_way_whatever_the_order_of_steps(
    make_executor, rendezvous, profile, kind
):
    machine.run_live_machine(
        lambda: LiveExecutor(make_executor(), rendezvous),
        cancels=profile.has("cancel_futures"),
        examples=15 if kind == "thread" else 5,
        steps=8,
    )
