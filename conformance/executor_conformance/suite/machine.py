"""Steps in any order, chosen by Hypothesis or by lot, for an executor whose calls wait at gates.

Hypothesis is imported when a machine runs: the rest of the suite does not wait for it.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from executor_conformance.suite.properties import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.model.live import LiveExecutor


def walk(live: LiveExecutor, *, cancels: bool, steps: int, seed: int) -> None:
    """Take one executor through steps drawn by lot, and to the end of all its calls.

    For executors that take too long to start for a machine.
    """
    random = Random(seed)
    for _ in range(3):
        live.submit(fails=random.random() < 0.3)
    for number in range(steps):
        match random.choice(("submit", "cancel", "add_callback", "open", "add_callback")):
            case "submit":
                live.submit(fails=random.random() < 0.3)
            case step:
                getattr(live, step)(random.randrange(len(live.calls)))
        if number == steps // 2:
            live.shutdown(wait=False, **({"cancel_futures": True} if cancels else {}))
        live.look()
    live.finish()


def run_live_machine(
    start: Callable[[], LiveExecutor], *, cancels: bool, examples: int, steps: int
) -> None:
    """Take that many executors through that many steps each, and to the end of all their calls.

    `cancels` says whether `shutdown` can be told to cancel.
    """
    from hypothesis import Phase
    from hypothesis import strategies as st
    from hypothesis.stateful import (
        RuleBasedStateMachine,
        initialize,
        invariant,
        precondition,
        rule,
        run_state_machine_as_test,
    )

    failures: list[AssertionError] = []

    class LiveMachine(RuleBasedStateMachine):
        """What may be drawn depends on the steps alone: how far a call has come is chance."""

        def __init__(self) -> None:
            super().__init__()
            self.live = start()
            self.sound = True

        def choose(self, data: Any) -> int:
            number: int = data.draw(st.integers(0, len(self.live.calls) - 1))
            return number

        @initialize(fails=st.lists(st.booleans(), min_size=1, max_size=4))
        def begin(self, fails: list[bool]) -> None:
            for one in fails:
                self.step(self.live.submit, fails=one)

        @rule(fails=st.booleans())
        def submit(self, fails: bool) -> None:
            self.step(self.live.submit, fails=fails)

        @rule(data=st.data())
        def cancel(self, data: Any) -> None:
            self.step(self.live.cancel, self.choose(data))

        @rule(data=st.data())
        def add_callback(self, data: Any) -> None:
            self.step(self.live.add_callback, self.choose(data))

        @rule(data=st.data())
        def open(self, data: Any) -> None:
            self.step(self.live.open, self.choose(data))

        @precondition(lambda self: not self.live.closed)
        @rule(cancel_futures=st.booleans() if cancels else st.just(False))
        def shutdown(self, cancel_futures: bool) -> None:
            keywords = {"cancel_futures": True} if cancel_futures else {}
            self.step(self.live.shutdown, wait=False, **keywords)

        @invariant()
        def look(self) -> None:
            self.step(self.live.look)

        def step(self, make: Callable[..., None], *args: Any, **kwargs: Any) -> None:
            self.sound = False
            try:
                make(*args, **kwargs)
            except AssertionError as failure:
                failures.append(failure)
                raise
            self.sound = True

        def teardown(self) -> None:
            # A broken executor may hang: it is left to the fixture, which opens the gates first.
            if self.sound:
                self.step(self.live.finish)

    # The steps are few: to look for fewer would take more executors, some of which may hang.
    phases = (Phase.generate,)
    machine_settings = settings(max_examples=examples, stateful_step_count=steps, phases=phases)
    try:
        run_state_machine_as_test(LiveMachine, settings=machine_settings)
    except Exception:
        # Where the same steps do not fail again, Hypothesis tells that in place of the failure.
        if failures:
            raise failures[0] from None
        raise
