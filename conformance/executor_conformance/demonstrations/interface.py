"""What shows faults of the interface: signatures, keywords, derived classes."""

import inspect
import multiprocessing

from executor_conformance.demonstrations import shows
from executor_conformance.demonstrations.stage import LIMIT, limit, make_executor


@shows("ABS-02", shown="the constructor raised TypeError")
def make_with_an_initializer():
    """Give the constructor an initializer, which it does not have."""
    return made_with(initializer=int)


@shows("ABS-03", shown="the constructor raised TypeError or ValueError")
def make_with_max_tasks_per_child():
    """Give the constructor `max_tasks_per_child`, which it does not have."""
    return made_with(max_tasks_per_child=1)


@shows("ABS-04", shown="the constructor raised TypeError")
def make_with_a_context():
    """Give the constructor `mp_context`, which it does not have."""
    return made_with(mp_context=multiprocessing.get_context("spawn"))


@shows("ABS-05", shown="the constructor raised TypeError")
def make_with_a_prefix():
    """Give the constructor `thread_name_prefix`, which it does not have."""
    return made_with(thread_name_prefix="prefix")


def made_with(**keyword):
    """Make an executor with a keyword, and say so if it is taken."""
    try:
        executor = make_executor(**keyword)
    except (TypeError, ValueError):
        return None
    return f"{next(iter(keyword))} was taken, and is ignored: {executor!r}"


@shows("ABS-06", shown="shutdown raised TypeError")
def shut_down_and_cancel():
    """Give `shutdown` the keyword `cancel_futures`, which it does not have."""
    try:
        with limit("shutdown(wait=True, cancel_futures=True)"):
            make_executor().shutdown(wait=True, cancel_futures=True)
    except TypeError:
        return None
    return "shutdown took cancel_futures=True, and cancels nothing"


@shows("ABS-07", shown="map raised TypeError")
def map_with_a_buffer():
    """Give `map` the keyword `buffersize`, which it does not have."""
    try:
        with limit("map(..., buffersize=1)"):
            results = list(make_executor().map(abs, [-1, -2], buffersize=1))
    except TypeError:
        return None
    return f"map took buffersize=1, and ignored it: {results}"


@shows("API-01", shown="the states were those of a call that has ended")
def ask_for_states():
    """Ask a future for its states, as any program may."""
    future = make_executor().submit(abs, -1)
    future.result(timeout=LIMIT)
    try:
        states = future.done(), future.running(), future.cancelled(), future.exception()
    except AttributeError as error:
        return f"a future cannot be asked: {error}"
    return None if states == (True, False, False, None) else f"a future said {states}"


@shows("API-03", shown="the methods have the parameters of Executor")
def look_at_signatures():
    """Compare the parameters of the methods with those that `Executor` documents."""
    executor = make_executor()
    methods = {"submit": executor.submit, "map": executor.map, "shutdown": executor.shutdown}
    for name, method in methods.items():
        told = f"{name}{inspect.signature(method)}"
        for parameter in list(inspect.signature(method).parameters.values())[1:]:
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
                return f"{told}: takes {parameter.name} by position too"
            if parameter.name in DEFAULTS and parameter.default not in (
                parameter.empty,
                DEFAULTS[parameter.name],
            ):
                return f"{told}: the default of {parameter.name} is not {DEFAULTS[parameter.name]}"
    try:
        with limit("map(..., timeout=None, chunksize=1)"):
            list(executor.map(abs, [-1], timeout=None, chunksize=1))
    except TypeError as error:
        return f"map(..., timeout=None, chunksize=1): {error}"
    return None


DEFAULTS = {"timeout": None, "chunksize": 1, "wait": True, "cancel_futures": False}


@shows("API-05", shown="map submitted its calls through submit")
def derive_from_the_class():
    """Override `submit` in an executor, and look whether `map` calls it."""
    executor = make_executor()
    seen = []

    class Watching(type(executor)):
        """An executor that counts the calls of its `submit`."""

        def submit(self, *args, **kwargs):
            """Count the call."""
            seen.append(args)
            return super().submit(*args, **kwargs)

    executor.__class__ = Watching
    with limit("map over three items"):
        list(executor.map(abs, [-1, -2, -3]))
    return None if seen else "a derived class overrides submit, and map does not call it"
