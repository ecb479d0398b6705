import contextlib
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

import executor_spec
from executor_conformance.adapter import Adapter, Kind, resolve
from executor_conformance.applicability import why_not
from executor_conformance.detection import find_profile
from executor_conformance.errors import TargetError
from executor_conformance.loading import load


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("concurrent.futures", "not of the form module:attribute"),
        (":x", "not of the form module:attribute"),
        ("no_such_module_here:x", "no module 'no_such_module_here'"),
        ("concurrent.futuris:x", "no module 'concurrent.futuris'"),
        ("concurrent.futures:ThreadPoolExecuter", "did you mean 'ThreadPoolExecutor'"),
    ],
)
def test_a_wrong_target_is_explained(target, words):
    with pytest.raises(TargetError, match=words):
        resolve(target)


def test_dots_in_the_attribute_are_followed():
    assert resolve("concurrent.futures:ThreadPoolExecutor.submit") is ThreadPoolExecutor.submit


def test_a_known_class_has_its_ready_made_adapter():
    adapter = load("concurrent.futures:ProcessPoolExecutor")
    assert (adapter.make, adapter.kind) == (ProcessPoolExecutor, Kind.PROCESS)


def test_the_kind_can_be_overridden():
    assert load("concurrent.futures:ThreadPoolExecutor", "process").kind == "process"


def test_something_that_cannot_be_called_is_no_target():
    with pytest.raises(TargetError, match="neither an executor class"):
        load("string:ascii_letters")


def test_an_unknown_kind_suggests_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'thread'"):
        Adapter(name="x", make=ThreadPoolExecutor, kind="threads")


@pytest.mark.parametrize("scale", [0, -1, float("nan")])
def test_a_time_scale_is_positive(scale):
    with pytest.raises(ValueError, match="time_scale must be positive"):
        Adapter(name="x", make=ThreadPoolExecutor, time_scale=scale)


@pytest.mark.parametrize("address", ["", "0.0.0.0", "::"])
def test_an_address_can_be_connected_to(address):
    with pytest.raises(ValueError, match="address must be one that workers can connect to"):
        Adapter(name="x", make=ThreadPoolExecutor, address=address)


def test_only_keywords_that_make_takes_are_wished_for():
    def make(initializer=None):
        return ("made", initializer)

    adapter = Adapter(name="x", make=make)
    assert not adapter.takes("max_workers")
    assert adapter.create(max_workers=2, initializer=1) == ("made", 1)


def test_options_are_always_passed():
    adapter = Adapter(name="x", make=lambda **given: given, options={"size": 3})
    assert adapter.create() == {"size": 3}


def test_a_function_that_no_program_can_import_has_no_name():
    assert Adapter(name="x", make=lambda: None).importable_name() is None
    assert Adapter(name="x", make=lambda: None, program="a:b").importable_name() == "a:b"
    name = Adapter(name="x", make=ThreadPoolExecutor).importable_name()
    assert name == "concurrent.futures.thread:ThreadPoolExecutor"


def test_a_class_of_this_test_module_is_not_importable_by_a_program(monkeypatch):
    # `python -m pytest` makes it importable from the folder of the project.
    elsewhere = [entry for entry in sys.path if Path(entry).resolve() != Path.cwd()]
    monkeypatch.setattr(sys, "path", elsewhere)

    class Local(ThreadPoolExecutor):
        pass

    assert Adapter(name="x", make=Local).importable_name() is None
    # pytest imported this module by file, under a name that a fresh program does not find.
    assert Adapter(name="x", make=AtTopLevel).importable_name() is None


class AtTopLevel(ThreadPoolExecutor):
    pass


def make_threads(max_workers=None):
    return ThreadPoolExecutor(max_workers)


def profile_of(**fields):
    adapter = Adapter(name="x", **fields)
    with adapter.create(max_workers=1) as executor:
        return find_profile(adapter, executor)


def test_the_kind_is_declared_or_inherited():
    assert profile_of(make=make_threads, kind="process").kind_found == "declared"
    profile = profile_of(make=make_threads)
    assert (profile.kind, profile.kind_found) == (Kind.THREAD, "ancestry")


class Delegate:
    def __init__(self):
        self.pool = ThreadPoolExecutor(1)
        self.shutdown = self.pool.shutdown
        self.submit = self.pool.submit

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        return self.pool.map(fn, *iterables)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.shutdown()


class Inline:
    def submit(self, fn, /, *args):
        from concurrent.futures import Future

        future = Future()
        future.set_result(fn(*args))
        return future

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        pass


@pytest.mark.parametrize(("make", "kind"), [(Delegate, "thread"), (Inline, "inline")])
def test_the_kind_is_tried_where_nothing_tells_it(make, kind):
    profile = profile_of(make=make)
    assert (profile.kind, profile.kind_found) == (kind, "trial")


def test_capabilities_are_seen_in_signatures():
    profile = profile_of(make=ThreadPoolExecutor)
    assert profile.has("max_workers")
    assert profile.has("initializer")
    assert profile.has("cancel_futures")
    assert not profile.has("max_tasks_per_child")
    assert not profile_of(make=make_threads).has("initializer")


def test_a_declaration_overrides_what_is_seen():
    profile = profile_of(make=ThreadPoolExecutor, capabilities={"cancel_futures": False})
    assert not profile.has("cancel_futures")
    assert profile.capabilities["cancel_futures"].found == "declared"


def reason(clause, **fields):
    return why_not(executor_spec.load().clause(clause), profile_of(**fields), 8, "")


def test_where_a_capability_is_absent_the_clause_that_judges_this_is_named():
    assert reason("INI-01", make=ThreadPoolExecutor) == ""
    without = reason("INI-01", make=make_threads)
    assert "needs the capability initializer, which is absent (signature of make)" in without
    assert "ABS-02 judges how it is refused" in without


def test_a_clause_about_an_absent_capability_applies_only_there():
    assert reason("ABS-02", make=make_threads) == ""
    assert "which is present (signature of make)" in reason("ABS-02", make=ThreadPoolExecutor)
    chosen = reason("ABS-02", make=ThreadPoolExecutor, options={"initializer": print})
    assert "which is chosen by the adapter" in chosen


def test_surroundings_default_to_nothing():
    assert isinstance(Adapter(name="x", make=make_threads).surroundings(), contextlib.nullcontext)
