"""What the tests of the suite are given."""

from __future__ import annotations

import contextlib
import functools
import logging
import multiprocessing
import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from executor_conformance import tasks
from executor_conformance.adapter import Adapter, describe_error
from executor_conformance.child.census import Census
from executor_conformance.child.helping import LOOK, Calls, Helper
from executor_conformance.child.logged import Logged
from executor_conformance.detection import Profile, find_profile
from executor_conformance.errors import KitError, TargetError
from executor_conformance.programs import Programs
from executor_conformance.rendezvous.local import LocalRendezvous
from executor_conformance.rendezvous.remote import RemoteRendezvous

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from executor_conformance.child.line import GateCount, GuardAddress
    from executor_conformance.child.looping import Bridge
    from executor_conformance.rendezvous.protocols import Gate, Journal, Latch, Rendezvous
    from executor_conformance.rendezvous.remote import Place

WORKERS = 2
"""The size of the executor that tests share, where it can be chosen."""

MOST_WORKERS = 8
"""The most workers that a test asks for, where they can be chosen."""

SOON = 1.0
"""Seconds in which an executor answers that is of use to further tests."""

DRIVEN_BY = ("set_running_or_notify_cancel", "set_result", "set_exception")
"""The methods by which executors take futures from state to state."""


class NotMadeError(Exception):
    """`make` raised, or gave something that is no executor."""


@dataclass
class State:
    """What one judged process knows, from its first test to its last."""

    address: GuardAddress
    gate_count: GateCount
    greet: Callable[[Adapter, Profile], None]
    target: str = ""
    pickled: str = ""
    main: str = ""
    kind: str | None = None
    given_adapter: Adapter | None = None
    dispose: bool = False
    doubt: bool = False
    failed: bool = False
    shared: Any = None
    abandoned: list[Any] = field(default_factory=list)
    meets_at: Place | None = None
    intact: Callable[[], bool] | None = None
    rendezvous: Rendezvous | None = None
    outcomes: list[str] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where calls that run elsewhere meet the test."""
        return self.meets_at or self.address.place

    def abandon(self, *executors: Any) -> None:
        """Leave executors to go with the process.

        Where `shutdown` was seen not to return, what they do when they are dropped may not either.
        """
        if self.doubt:
            self.abandoned += executors

    def is_intact(self) -> bool:
        """Say whether what surrounds the executors is whole; what cannot tell is not."""
        with contextlib.suppress(Exception):
            return self.intact is None or self.intact()
        return False


STATE = pytest.StashKey[State]()


@pytest.fixture(scope="session")
def state(pytestconfig: pytest.Config) -> State:
    """Return what this process knows."""
    return pytestconfig.stash[STATE]


@pytest.fixture(scope="session")
def adapter(request: pytest.FixtureRequest, state: State) -> Iterator[Adapter]:
    """Return the adapter of the implementation under test, with its surroundings started."""
    found = state.given_adapter
    if found is None:
        found = request.getfixturevalue("executor_adapter")
    if not isinstance(found, Adapter):
        raise TargetError(f"the fixture executor_adapter must return an Adapter, not {found!r}")
    if found.address is not None:
        state.meets_at = _meet_at(found, state)
    with found.surroundings():
        state.intact = found.intact
        yield found


@pytest.fixture(scope="session")
def profile(adapter: Adapter, state: State) -> Profile:
    """Return the implementation's kind and capabilities."""
    state.shared = create(adapter, max_workers=WORKERS)
    return find_profile(adapter, state.shared)


@pytest.fixture(scope="session")
def shared_pool(adapter: Adapter, profile: Profile, state: State) -> Iterator[None]:
    """Dispose of the shared executor at the end."""
    yield
    if state.shared is not None and state.dispose:
        state.shared.shutdown(wait=True)


@pytest.fixture
def executor(
    adapter: Adapter, shared_pool: None, state: State, rendezvous: Rendezvous
) -> Iterator[Any]:
    """Return an executor with two workers that other tests use too: leave it as it was."""
    if state.shared is None:
        state.shared = create(adapter, max_workers=WORKERS)
    yield state.shared
    rendezvous.open_all()
    if not state.dispose:
        # Until `shutdown` is known to return, nothing is asked of the executor between tests. One
        # that a test may have broken is left as it is, to go with its process.
        if state.failed or (state.doubt and not _answers(state.shared, adapter)):
            broken, state.shared = state.shared, None
            state.abandon(broken)
        return
    try:
        healthy = state.shared.submit(tasks.return_value, 1).result() == 1
    except (Exception, SystemExit):
        # The latter where a broken executor gives out what an earlier call has raised.
        healthy = False
    if not healthy:
        broken, state.shared = state.shared, None
        dispose_of(broken)


@pytest.fixture
def make_executor(
    adapter: Adapter, profile: Profile, state: State, rendezvous: Rendezvous
) -> Iterator[Callable[..., Any]]:
    """Return a function that makes fresh executors, which are shut down after the test.

    `max_workers` is a wish; other keywords are passed as they are.
    """
    made: list[Any] = []

    def make(max_workers: int = WORKERS, **keywords: Any) -> Any:
        made.append(create(adapter, max_workers=max_workers, **keywords))
        return made[-1]

    yield make
    rendezvous.open_all()
    if state.dispose:
        for executor in made:
            dispose_of(executor)
    else:
        state.abandon(*made)


@pytest.fixture
def make_dropped(adapter: Adapter, profile: Profile, rendezvous: Rendezvous) -> Callable[..., Any]:
    """Return a function that makes executors like `make_executor`, and keeps none of them."""
    return partial(create, adapter)


@pytest.fixture
def rendezvous(profile: Profile, state: State) -> Iterator[Rendezvous]:
    """Return the rendezvous of this test; every gate is open when the test has ended."""
    found: Rendezvous
    if profile.in_process:
        found = LocalRendezvous(state.gate_count)
    else:
        found = RemoteRendezvous(state.place, state.gate_count)
    state.rendezvous = found
    yield found
    found.open_all()


@pytest.fixture
def gates(rendezvous: Rendezvous) -> Callable[[int], tuple[Gate, ...]]:
    """Return a function that makes that many closed gates."""
    return lambda count: tuple(rendezvous.gate() for _ in range(count))


@pytest.fixture
def gate(rendezvous: Rendezvous) -> Gate:
    """Return a closed gate."""
    return rendezvous.gate()


@pytest.fixture
def latch(rendezvous: Rendezvous) -> Callable[[int], Latch]:
    """Return a function that makes a latch with that count."""
    return rendezvous.latch


@pytest.fixture
def journal(rendezvous: Rendezvous) -> Journal:
    """Return the journal of this test."""
    return rendezvous.journal


@pytest.fixture
def kind(profile: Profile) -> str:
    """Return the name of the implementation's kind."""
    return profile.kind


@pytest.fixture
def census(profile: Profile) -> Callable[[Any], Census]:
    """Return a function that finds out who runs an executor's calls."""
    return lambda executor: Census(executor, profile.kind)


@pytest.fixture
def start_methods(profile: Profile) -> list[str | None]:
    """Return the start methods that the executor can be given; None is its own choice."""
    if not profile.has("mp_context"):
        return [None]
    return list(multiprocessing.get_all_start_methods())


@pytest.fixture
def scaled(adapter: Adapter) -> Callable[[float], float]:
    """Return a function that stretches seconds for slow implementations."""
    return lambda seconds: seconds * adapter.time_scale


@pytest.fixture
def beyond_prefetch(adapter: Adapter) -> int:
    """Return how many calls fill one busy worker's queue so far that the last is not handed over.

    With `max_workers=1`, or as many workers as the adapter says there are.
    """
    count = 8 + 4 * max(adapter.workers or 1, adapter.min_workers)
    require_room(adapter, count + 1)
    return count


@pytest.fixture
def workers(adapter: Adapter) -> int:
    """Return how many workers the shared executor has, if the test is `counted`."""
    if adapter.takes("max_workers"):
        return min(WORKERS, adapter.workers or WORKERS)
    return adapter.workers or WORKERS


@pytest.fixture
def queue_up(
    executor: Any, adapter: Adapter, gate: Gate, workers: int, helper: Helper
) -> Callable[[], list[Any]]:
    """Return a function that submits so many calls that the last is not handed to a worker.

    It returns their futures. The workers wait at `gate`; call number `i` notes "`i` returned" and
    returns `i`. They are calls of the shared executor, and a test of them needs to be `counted`.
    """
    count = 8 + 4 * workers
    require_room(adapter, count)

    def submit(*numbers: int) -> list[Any]:
        return [executor.submit(tasks.pass_gate_then_return, gate, i) for i in numbers]

    def queue_up() -> list[Any]:
        held = submit(*range(workers))
        # A queue that has an order of its own would else let a worker begin with the last.
        helper.look_for(lambda: all(future.running() for future in held))
        return held + submit(*range(workers, count))

    return queue_up


@pytest.fixture
def bare_future(executor: Any) -> Iterator[Callable[[], Any]]:
    """Return a function that makes a pending future of the executor's class that has no call.

    It ends the test where futures of that class cannot be made by themselves, or not be driven.
    """
    # Found by the test itself, so that a broken executor is not taken for a fault of the kit.
    find = functools.cache(lambda: _drivable(type(executor.submit(tasks.return_none))))
    # Each refusal may be logged, which takes longer than the test.
    log = logging.getLogger("concurrent.futures")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    yield lambda: find()()
    log.setLevel(before)


@pytest.fixture
def helper(adapter: Adapter, scaled: Callable[[float], float]) -> Iterator[Helper]:
    """Return what opens gates from other threads."""
    found = Helper(scaled(LOOK), adapter.idle)
    yield found
    found.end()


@pytest.fixture
def wait(adapter: Adapter) -> Callable[..., Any]:
    """Return the function `wait` that belongs to the executor's futures."""
    return adapter.wait


@pytest.fixture
def as_completed(adapter: Adapter) -> Callable[..., Any]:
    """Return the function `as_completed` that belongs to the executor's futures."""
    return adapter.as_completed


@pytest.fixture
def logged() -> Iterator[Logged]:
    """Return what collects the records that are logged during the test."""
    with Logged() as found:
        yield found


@pytest.fixture
def calls(adapter: Adapter) -> Calls:
    """Return a callback that remembers its calls."""
    return Calls(adapter.idle)


@pytest.fixture
def bridge(adapter: Adapter) -> Bridge:
    """Return what runs coroutines, and lets them await futures of the executor."""
    # Only who judges the chapter on asyncio pays for importing it.
    from executor_conformance.child.looping import Bridge

    return Bridge(adapter)


@pytest.fixture
def program(adapter: Adapter, state: State) -> Iterator[Programs]:
    """Return what starts whole programs that use the implementation."""
    name = adapter.importable_name()
    if name is None:
        pytest.skip(
            "needs a fresh program to import make by name: put it at the top level of a module, "
            "or name it, or the adapter, with Adapter(program='module:attribute')"
        )
    with Programs(adapter, name, state.address, state.place, state.gate_count) as programs:
        yield programs


@pytest.fixture
def properties() -> ModuleType:
    """Return what has Hypothesis try a judgement on many examples."""
    from executor_conformance.suite import properties

    return properties


@pytest.fixture
def machine() -> ModuleType:
    """Return what has Hypothesis take executors through steps."""
    from executor_conformance.suite import machine

    return machine


@pytest.fixture
def observe(state: State) -> Callable[[str], None]:
    """Return a function that records the outcome seen where the specification leaves it open."""
    return state.outcomes.append


def _meet_at(adapter: Adapter, state: State) -> Place:
    assert adapter.address is not None
    try:
        return state.address.place_at(adapter.address)
    except ConnectionError as error:
        raise TargetError(
            f"adapter {adapter.name!r}: nothing can listen at address {adapter.address!r}: "
            f"{error}; give a name or an IP address of this host by which the workers reach it"
        ) from error


def _drivable(kind: type[Any]) -> type[Any]:
    """Return a class of futures, or end the test where one cannot be made and driven by itself."""
    try:
        future = kind()
        future.running(), future.done(), future.cancelled()
    except Exception as error:
        pytest.skip(f"no {kind.__name__} can be made by itself: {describe_error(error)}")
    missing = [name for name in DRIVEN_BY if not callable(getattr(future, name, None))]
    if missing:
        pytest.skip(f"{kind.__name__} has no method {' and no '.join(missing)}")
    return kind


def _answers(executor: Any, adapter: Adapter) -> bool:
    """Say whether an executor soon makes a call, whose `submit` may wait for ever.

    No verdict hangs on it: of one that does not, or is slow, no test makes use any more.
    """
    if adapter.creating_thread_only:
        return True
    told = threading.Event()
    answers: list[int] = []

    def take(future: Any) -> None:
        with contextlib.suppress(BaseException):
            answers.append(future.result())
        told.set()

    def ask() -> None:
        try:
            executor.submit(tasks.return_value, 1).add_done_callback(take)
        except BaseException:
            told.set()

    threading.Thread(target=ask, daemon=True).start()
    told.wait(SOON * adapter.time_scale)
    return answers == [1]


def create(adapter: Adapter, **keywords: Any) -> Any:
    """Make an executor, or raise `NotMadeError` in words."""
    try:
        executor = adapter.create(**keywords)
    except Exception as error:
        if isinstance(error, KitError):
            raise
        given = ", ".join(f"{name}={value!r}" for name, value in keywords.items())
        raise NotMadeError(
            f"make({given}) of {adapter.name} raised {describe_error(error)}"
        ) from error
    if not callable(getattr(executor, "submit", None)):
        raise NotMadeError(
            f"{adapter.name} makes {_a_or_an(executor)}, which has no callable submit: "
            "name an executor class, or a function that returns an executor "
            "(where submit has another name, say so with Adapter(methods={'submit': …}))"
        )
    return executor


def require_room(adapter: Adapter, calls: int) -> None:
    """Skip a test that needs more unfinished calls than the implementation takes."""
    limit = adapter.queue_limit
    if limit is not None and limit < calls:
        pytest.skip(f"needs {calls} unfinished calls; submit of this executor waits at {limit}")


def dispose_of(executor: Any) -> None:
    """Shut an executor down; what it raises then is judged by the clauses on shutdown."""
    # Some let an exception out by which a call wanted to end its worker.
    with contextlib.suppress(Exception, SystemExit, GeneratorExit):
        executor.shutdown(wait=True)


def _a_or_an(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name} object"
