"""What the driver of a live executor notices; the executors here are wrong by one change each."""

from concurrent.futures import Future, ThreadPoolExecutor

import pytest

import executor_reference
from executor_conformance.model.live import LiveExecutor
from executor_conformance.rendezvous.local import LocalRendezvous
from executor_conformance.suite.machine import run_live_machine, walk


@pytest.fixture
def rendezvous():
    made = LocalRendezvous()
    yield made
    made.open_all()


@pytest.mark.parametrize("make", [ThreadPoolExecutor, executor_reference.ThreadPoolExecutor])
def test_executors_that_keep_their_promises(make, rendezvous):
    live = LiveExecutor(make(1), rendezvous)
    for fails in (False, True, False):
        live.submit(fails=fails)
    live.add_callback(0)
    live.cancel(2)
    live.add_callback(2)
    live.open(0)
    live.shutdown(wait=False, cancel_futures=True)
    live.submit(fails=False)
    live.look()
    live.finish()
    run_live_machine(lambda: LiveExecutor(make(2), rendezvous), cancels=True, examples=5, steps=8)


def turned(kind):
    class Pool(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            future = super().submit(fn, *args, **kwargs)
            future.__class__ = kind
            return future

    return Pool


class CancelsAnything(Future):
    def cancel(self):
        super().cancel()
        return True


class AnswersInWords(Future):
    def cancel(self):
        return "cancelled"


class DoneAtOnce(Future):
    def done(self):
        return True


class NeverDone(Future):
    def done(self):
        return False


class CallsAtOnce(Future):
    def add_done_callback(self, fn):
        fn(self)


class CallsTwice(Future):
    def add_done_callback(self, fn):
        super().add_done_callback(fn)
        super().add_done_callback(fn)


class OtherResult(Future):
    def result(self, timeout=None):
        super().result(timeout)
        return "other"


class KeepsItsFailure(Future):
    def add_done_callback(self, fn):
        raise ValueError


class StaysOpen(ThreadPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        if wait:
            super().shutdown()


class FailsToClose(ThreadPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        super().shutdown(wait)
        raise OSError


class CancelsAtTheEnd(ThreadPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        super().shutdown(wait, cancel_futures=True)


WRONG = [
    (turned(CancelsAnything), ["cancel 0", "look"], "call 1 was cancelled, and must stay so"),
    (turned(AnswersInWords), ["cancel 0"], "cancel must return True or False"),
    (turned(DoneAtOnce), ["look"], "call 1 is done, and must not be running"),
    (turned(NeverDone), ["cancel 1", "look"], "call 2 is cancelled, and must be done"),
    (turned(CallsAtOnce), ["add_callback 0", "look"], "was called, and it cannot have ended"),
    (turned(CallsTwice), ["cancel 1", "add_callback 1", "look"], "call 2 was called 2 times"),
    (turned(OtherResult), ["finish"], "result of call 1 must be its own outcome, but it returned"),
    (turned(KeepsItsFailure), ["add_callback 0"], "add_done_callback must not raise"),
    (StaysOpen, ["shutdown", "submit"], "that was shut down must refuse a call"),
    (FailsToClose, ["shutdown"], "shutdown must not raise"),
    (CancelsAtTheEnd, ["shutdown", "look"], "call 2 is cancelled, and nobody has cancelled it"),
]


@pytest.mark.parametrize(("make", "steps", "message"), WRONG, ids=[wrong[2] for wrong in WRONG])
def test_what_must_not_be_seen_is_noticed(make, steps, message, rendezvous):
    executor = make(1)
    live = LiveExecutor(executor, rendezvous)
    live.submit(fails=False)
    rendezvous.journal.wait_for(f"{live.number}.1 started")
    live.submit(fails=False)
    live.submit(fails=True)

    def take_steps():
        for step in steps:
            name, *numbers = step.split()
            keywords = {"shutdown": {"wait": False}, "submit": {"fails": False}}.get(name, {})
            getattr(live, name)(*map(int, numbers), **keywords)

    with pytest.raises(AssertionError, match=message) as raised:
        take_steps()
    assert "Steps:\n  1. submit call 1, which returns past its gate: " in str(raised.value)
    rendezvous.open_all()
    ThreadPoolExecutor.shutdown(executor)


def test_a_machine_tells_the_first_failure_with_its_steps(rendezvous):
    with pytest.raises(AssertionError, match=r"cancelled, and must stay so\. Steps:\n  1\. submit"):
        run_live_machine(
            lambda: LiveExecutor(turned(CancelsAnything)(1), rendezvous),
            cancels=True,
            examples=100,
            steps=8,
        )


@pytest.mark.parametrize("seed", range(5))
def test_a_walk_comes_to_its_end(seed, rendezvous):
    live = LiveExecutor(ThreadPoolExecutor(2), rendezvous)
    walk(live, cancels=seed % 2 == 0, steps=20, seed=seed)
    assert live.closed
    assert len(live.calls) >= 3
