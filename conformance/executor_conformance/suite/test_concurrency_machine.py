"""The chapter on concurrent use: each call ends in one way, whatever was done before."""

from executor_conformance.model.live import LiveExecutor
from executor_conformance.suite import verifies
from executor_conformance.suite.machine import walk


@verifies(
    "CCY-14", kinds=("thread",), queued=12, relies_on=("cancel", "running_spared", "waiting_spared")
)
def test_each_call_ends_in_one_way_after_any_steps(make_executor, rendezvous, profile, machine):
    machine.run_live_machine(
        lambda: LiveExecutor(make_executor(), rendezvous),
        cancels=profile.has("cancel_futures"),
        examples=10,
        steps=8,
    )


@verifies(
    "CCY-14",
    kinds=("interpreter", "process", "distributed"),
    queued=15,
    relies_on=("cancel", "running_spared", "waiting_spared"),
)
def test_each_call_ends_in_one_way_after_some_steps(make_executor, rendezvous, profile):
    for seed in range(2):
        live = LiveExecutor(make_executor(), rendezvous)
        cancels = profile.has("cancel_futures") and seed == 1
        walk(live, cancels=cancels, steps=12, seed=seed)
