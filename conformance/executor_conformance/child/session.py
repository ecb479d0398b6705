"""The pytest session of a judged process: one class, tests on request."""

from __future__ import annotations

import faulthandler
import gc
import inspect
import io
import json
import os
import platform
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import executor_spec
from executor_conformance.adapter import Kind
from executor_conformance.applicability import why_not
from executor_conformance.child import fixtures
from executor_conformance.child.health import Health
from executor_conformance.child.hooks import OwnHooks
from executor_conformance.child.judging import Judging
from executor_conformance.child.line import GateCount, GuardAddress, Line
from executor_conformance.detection import find_start_method
from executor_conformance.door import Conformance
from executor_conformance.suite import SuiteTest, Ways, Workers, load_suite

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from executor_conformance.adapter import Adapter
    from executor_conformance.detection import Profile
    from executor_spec import Clause

FOLDER = Path(__file__).parent
TARGET_FILE = FOLDER / "target.py"
BLOCKED = (
    "cacheprovider",
    "doctest",
    "executor_conformance",
    "faulthandler",
    "junitxml",
    "pastebin",
    "stepwise",
    "terminal",
    "threadexception",
    "unraisableexception",
    "warnings",
)
"""Plugins of pytest that have no business here, or would cost time at the start and the end."""

TARGET_SETTINGS = ("target", "pickled", "main", "kind")


def main() -> int:
    """Judge what the environment names, until the guard says that it is enough."""
    address = GuardAddress.from_environment()
    settings: dict[str, Any] = json.loads(os.environ.pop("EXECUTOR_CONFORMANCE_CHILD"))
    return run(JudgedSession(Line(address), address, settings))


def run(session: JudgedSession) -> int:
    """Run the session to its end, and tell the guard if there was nothing to judge."""
    write_stacks_on_request(session.state.address.stacks)
    pytest.register_assert_rewrite("executor_conformance.suite")
    put_first(session.settings["path"])
    status = pytest.main(session.arguments(), plugins=[session, fixtures])
    if not session.greeted:
        refusal = session.judging.refusal or session.refusal or f"pytest ended with {status!r}"
        session.line.send(event="refused", detail=refusal)
    return 0


def put_first(folders: list[str]) -> None:
    """Look for modules in these folders first, in this order."""
    sys.path[:] = [*folders, *(entry for entry in sys.path if entry not in folders)]


class _Terminal:
    """Writes nowhere."""

    def __init__(self, writer: object):
        self._tw = writer


def _stand_in_for_terminal(config: pytest.Config) -> None:
    """Give older releases of pytest what they ask of the terminal plugin to explain assertions."""
    from _pytest._io import TerminalWriter

    config.option.verbose = 0
    writer = TerminalWriter(io.StringIO())
    config.pluginmanager.register(_Terminal(writer), "terminalreporter")


def write_stacks_on_request(path: str) -> None:
    """Have the stacks of all threads written to a file whenever the guard asks for them."""
    faulthandler.enable()
    if hasattr(signal, "SIGUSR1"):
        file = os.open(path, os.O_WRONLY | os.O_APPEND)
        faulthandler.register(signal.SIGUSR1, file=file, all_threads=True, chain=False)


class JudgedSession:
    """A pytest plugin that collects the suite for one class and runs tests on request.

    `once_collected` is called when there is nothing left to do but to load what is judged.
    """

    def __init__(
        self,
        line: Line,
        address: GuardAddress,
        settings: dict[str, Any],
        once_collected: Callable[[JudgedSession], None] | None = None,
    ):
        self.state = fixtures.State(address, GateCount(address.gates), greet=self.hello)
        self.judging = Judging(line, self.state)
        self._once_collected = once_collected
        self.take_up(line, settings)
        self.health = Health()
        self.suite: dict[str, list[SuiteTest]] = {}
        self.greeted = False
        self.refusal = ""

    def take_up(self, line: Line, settings: dict[str, Any]) -> None:
        """Judge what these settings name, on this line to the guard."""
        self.line = self.judging.line = line
        self.settings = settings
        for name in TARGET_SETTINGS:
            if name in settings:
                setattr(self.state, name, settings[name])

    def arguments(self) -> list[str]:
        """Return pytest's arguments: pinned, whatever the implementer's own settings are."""
        pinned = [argument for name in BLOCKED for argument in ("-p", f"no:{name}")]
        pinned += ["-c", str(FOLDER / "pinned.ini"), "--capture=no"]
        file = self.settings.get("file")
        if file is None:
            return [*pinned, f"--rootdir={FOLDER}", "--import-mode=importlib", str(TARGET_FILE)]
        return [*pinned, *self.settings["arguments"], file]

    def pytest_configure(self, config: pytest.Config) -> None:
        """Hand the state to the fixtures."""
        config.stash[fixtures.STATE] = self.state
        # Failures are explained from their exceptions; to lay out pytest's own text takes longer.
        config.option.tbstyle = "native"
        if pytest.version_tuple < (9,):
            _stand_in_for_terminal(config)
        config.pluginmanager.register(self.judging)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(
        self, collector: pytest.Collector, name: str, obj: object
    ) -> pytest.Collector | list[Any] | None:
        """Collect the one class that is judged, and nothing else of its module."""
        if not isinstance(collector, (pytest.Module, pytest.Class)):
            return None
        *outer, wanted = self.settings.get("classes", ["TestTarget"])
        if name in outer:
            return None
        if name != wanted or not (isinstance(obj, type) and issubclass(obj, Conformance)):
            return []
        self.state.given_adapter = obj.executor_conformance_adapter
        # Not before pytest can rewrite its assertions.
        self.suite = load_suite(self.settings.get("chapters"))
        collected: pytest.Collector = SuiteCollector.from_parent(
            collector, name=name, suite=self.suite
        )
        return collected

    @pytest.hookimpl(tryfirst=True)
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why the implementer's file could not be collected."""
        if report.failed and not self.refusal:
            last = str(report.longrepr).strip().splitlines()[-1:]
            self.refusal = f"{report.nodeid or 'the file'} cannot be collected: {''.join(last)}"

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(
        self, items: list[pytest.Item]
    ) -> Generator[None, None, None]:
        """Hide what was collected from hooks that choose among the implementer's tests."""
        collected = items.copy()
        items.clear()
        yield
        items[:] = collected

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run what the guard asks for, one test at a time."""
        # What was loaded so far stays; to look for garbage in it again and again would take time.
        gc.enable()
        if hasattr(gc, "freeze"):
            gc.freeze()
        if self._once_collected:
            self._once_collected(self)
        items = {item.name: item for item in session.items}
        if "greet" not in items:
            self.refusal = (
                self.refusal or f"there is no class to judge in {self.settings.get('file')}"
            )
            return True
        # A next item of the same collector keeps session fixtures alive between the tests.
        rest = items["rest"]
        collector = rest.parent
        assert isinstance(collector, SuiteCollector)
        self.run(items["greet"], rest)
        if not self.greeted:
            return True
        while True:
            request = self.line.receive()
            self.line.leave_if_forked()
            self.state.dispose = request["dispose"]
            if request["op"] == "end":
                self.run(rest, None)
                return True
            self.state.doubt = request["doubt"]
            self.judge(collector.test(request["test"]), rest)

    def judge(self, item: pytest.Item, rest: pytest.Item) -> None:
        """Run one test, and send what became of it."""
        self.state.outcomes.clear()
        self.state.rendezvous = None
        self.judging.begin(item)
        started = time.perf_counter()
        try:
            self.run(item, rest)
        except BaseException as error:  # pytest lets KeyboardInterrupt and its own Exit through
            self.judging.interrupted(error)
        self.line.leave_if_forked()
        seconds = time.perf_counter() - started
        changed = self.health.changes()
        if not self.judging.torn_down:
            changed.append("fixtures")
        if not self.state.is_intact():
            changed.append("surroundings")
        fields = self.judging.end() | {"seconds": seconds, "changed": changed}
        self.line.send(event="judged", **fields)

    def hello(self, adapter: Adapter, profile: Profile) -> None:
        """Tell the guard what is judged here, and which tests there are for it."""
        workers = _workers(adapter, profile)
        ways = Ways(adapter.queue_limit, adapter.without())
        standard = _standard(adapter)
        family = "stdlib" if standard else ""
        reasons: dict[str, str] = {}
        tests: dict[str, list[str]] = {}
        planned = self.planned()
        for clause in planned:
            found = self.suite.get(clause.id, [])
            whys = [test.why_not(profile.kind, workers, ways) for test in found]
            tests[clause.id] = [test.id for test, why in zip(found, whys, strict=True) if not why]
            reason = why_not(clause, profile, workers.fewest, family, adapter.min_workers)
            if not reason and found and not tests[clause.id]:
                reason = whys[0]
            if reason:
                reasons[clause.id] = reason
        self.greeted = True
        self.health.changes()
        self.line.send(
            event="hello",
            name=adapter.name,
            version=adapter.find_version(),
            kind=profile.kind,
            kind_found=profile.kind_found,
            capabilities={
                name: {"present": trait.present, "found": trait.found}
                for name, trait in sorted(profile.capabilities.items())
            },
            time_scale=adapter.time_scale,
            normal_exit=adapter.normal_exit,
            python=_python(),
            free_threaded=_free_threaded(),
            standard=standard,
            start_method=find_start_method(adapter, profile),
            deviations=_deviations(adapter),
            unsupported=reasons,
            tests=tests,
            patient=self.that_use(planned, "program"),
            drawing=self.that_use(planned, "properties", "machine"),
            looping=self.that_use(planned, "bridge"),
        )

    def planned(self) -> list[Clause]:
        """Return the clauses that may be asked for: to tell of all of them would take time."""
        chapters = self.settings.get("chapters")
        clauses = executor_spec.load().clauses
        return [clause for clause in clauses if chapters is None or clause.chapter in chapters]

    def that_use(self, clauses: list[Clause], *names: str) -> list[str]:
        """Return the tests of clauses that ask for one of these fixtures."""
        return [
            test.id
            for clause in clauses
            for test in self.suite.get(clause.id, [])
            if not test.asks_for.isdisjoint(names)
        ]

    def run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        """Run one item through all of pytest's phases."""
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)


class SuiteCollector(pytest.Collector):
    """Collects the tests of the suite as if they stood in the implementer's class.

    An item for each would take much of the time of a start, and few are asked for after some.
    """

    def __init__(self, suite: dict[str, list[SuiteTest]], **arguments: Any):
        super().__init__(**arguments)
        self._tests = {test.id: test for tests in suite.values() for test in tests}
        self.hooks = OwnHooks(self.config)

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the two items that frame the tests."""
        yield self.item("greet", greet)
        yield self.item("rest", rest)

    def test(self, name: str) -> pytest.Item:
        """Make the item of one test of the suite."""
        return self.item(name, self._tests[name].function)

    def item(self, name: str, function: Any) -> pytest.Item:
        """Make an item that has the fixtures it names and no others."""
        item: pytest.Function = SuiteItem.from_parent(self, name=name, callobj=function)
        names = item.fixturenames
        asked = inspect.signature(function).parameters
        names[:] = [name for name in names if name in asked]
        return item


class SuiteItem(pytest.Function):
    """One test of the suite, with none of the implementer's hooks around it."""

    @property
    def ihook(self) -> Any:
        """Return what calls pytest's hooks for this test."""
        collector = self.parent
        assert isinstance(collector, SuiteCollector)
        return collector.hooks


def greet(state: fixtures.State, adapter: Adapter, profile: Profile, shared_pool: None) -> None:
    """Tell the guard what will be judged, and what can be."""
    state.greet(adapter, profile)


def rest(shared_pool: None) -> None:
    """Be the item that follows every other."""


def _workers(adapter: Adapter, profile: Profile) -> Workers:
    if profile.kind == Kind.INLINE:
        return Workers(1, known=True)
    if profile.has("max_workers"):
        most = adapter.workers or fixtures.MOST_WORKERS
        return Workers(min(most, fixtures.MOST_WORKERS), known=adapter.min_workers == 1)
    return Workers(adapter.workers or 1, known=adapter.workers is not None)


def _standard(adapter: Adapter) -> str:
    """Return the name of a class of the standard library, or an empty string for all others."""
    made = adapter.make.func if isinstance(adapter.make, partial) else adapter.make
    if not getattr(made, "__module__", "").startswith("concurrent.futures"):
        return ""
    name: str = made.__qualname__
    return name


def _deviations(adapter: Adapter) -> Any:
    if not adapter.deviations:
        return []
    from executor_conformance.deviations.declarations import describe

    return describe(adapter.deviations)


def _free_threaded() -> bool:
    return not getattr(sys, "_is_gil_enabled", lambda: True)()


def _python() -> str:
    build = " free-threaded" if _free_threaded() else ""
    return f"{platform.python_implementation()} {platform.python_version()}{build}"
