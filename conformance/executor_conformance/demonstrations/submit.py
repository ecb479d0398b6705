"""What shows faults of `submit`."""

import contextlib
import functools
import inspect
import os
import tempfile
import threading
from multiprocessing.process import BaseProcess

from executor_conformance.demonstrations import POOLS, shows
from executor_conformance.demonstrations.stage import (
    LIMIT,
    hold,
    limit,
    make_executor,
    touch,
    wait_until,
)


@shows("SUB-14", shown="submit took a callable, and returned a future")
def look_for_submit():
    """Look for the method, and call it."""
    submit = getattr(make_executor(), "submit", None)
    if not callable(submit):
        return "there is no method submit"
    try:
        with limit("submit(abs, -1)"):
            future = submit(abs, -1)
            value = future.result()
    except Exception as error:
        return f"submit(abs, -1) led to {error!r}"
    return None if value == 1 else f"submit(abs, -1) led to {value!r}"


def give_back(*args, **kwargs):
    """Return the arguments."""
    return args, kwargs


@shows("SUB-03", shown="all keyword arguments reached the call")
def submit_with_keywords():
    """Submit a call with many keyword arguments, among them all that `submit` names."""
    executor = make_executor()
    parameters = inspect.signature(executor.submit).parameters.values()
    names = [each.name for each in parameters if each.kind is each.KEYWORD_ONLY]
    names += ["args", "block", "callback", "key", "priority", "retries", "timeout", "workers"]
    for name in names:
        try:
            with limit(f"a call with the keyword argument {name}"):
                got = executor.submit(give_back, **{name: 1}).result()
        except Exception as error:
            return f"a call with the keyword argument {name} led to {error!r}"
        if got != ((), {name: 1}):
            return f"the keyword argument {name} did not reach the call, which got {got}"
    return None


@shows("SUB-04", shown="keyword arguments named fn and self reached the call")
def submit_keywords_like_parameters():
    """Submit calls with keyword arguments that have the names of parameters of `submit`."""
    executor = make_executor()
    for name in ("fn", "self"):
        try:
            with limit(f"a call with the keyword argument {name}"):
                got = executor.submit(give_back, **{name: 1}).result()
        except Exception as error:
            return f"a call with the keyword argument {name} led to {error!r}"
        if got != ((), {name: 1}):
            return f"the keyword argument {name} did not reach the call, which got {got}"
    return None


class Adder:
    """What can be called, and has a method of each kind."""

    def __init__(self, number):
        """Keep the number to add."""
        self.number = number

    def __call__(self, number):
        """Add the two."""
        return self.number + number

    def add(self, number):
        """Add the two."""
        return self.number + number

    @classmethod
    def add_one(cls, number):
        """Add one."""
        return number + 1

    @staticmethod
    def add_two(number):
        """Add two."""
        return number + 2


@shows("SUB-12", shown="each kind of callable was called")
def submit_each_kind_of_callable():
    """Submit functions, classes, methods and other objects that can be called."""
    executor, adder = make_executor(), Adder(1)
    for function, *arguments in (
        *((give_back, 1), (functools.partial(give_back, 1), 2)),
        *((adder, 2), (adder.add, 2), (Adder.add_one, 2), (Adder.add_two, 2)),
        # `max` has no signature that could be looked at.
        *((abs, -1), ("-".join, ["a", "b"]), (complex, 1, 2), (max, 1, 2)),
    ):
        call = f"a call of {function!r} with {arguments}"
        try:
            with limit(call):
                value = executor.submit(function, *arguments).result()
        except Exception as error:
            return f"{call} led to {error!r}"
        if value != function(*arguments):
            return f"{call} led to {value!r}"
    return None


@shows("SUB-06", shown="each led to TypeError, and the next call was made")
def submit_what_cannot_be_called():
    """Submit objects that cannot be called."""
    executor = make_executor()
    for thing in (None, 1, "text"):
        try:
            with limit(f"submit({thing!r})"):
                value = executor.submit(thing).result()
        except TypeError:
            with limit(f"a call after submit({thing!r})"):
                executor.submit(abs, -1).result()
        except Exception as error:
            return f"submit({thing!r}) led to {error!r}, which is no TypeError"
        else:
            return f"submit({thing!r}) led to {value!r}"
    return None


@shows("SUB-08", shown="submit returned while all workers were busy", kinds=POOLS)
def submit_to_busy_workers():
    """Submit more than a thousand calls that do not end before all of them have been submitted."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        for i in range(1100):
            with limit(f"submit of call {i + 1}, while {i} calls have not ended"):
                executor.submit(hold, folder)
        touch(os.path.join(folder, "go"))


@shows("SUB-10", shown="a call could submit another")
def submit_in_a_call():
    """Submit a call that submits another."""
    executor = make_executor()
    with limit("a call that submits another to its own executor"):
        inner = executor.submit(lambda: executor.submit(abs, -1)).result()
        return None if inner.result() == 1 else f"the inner call led to {inner.result()!r}"


@shows("SUB-11", shown="no call was made whose submit raised", kinds=POOLS)
def submit_without_room_for_workers():
    """Submit a call when no worker can be started, and another when it can."""
    executor = make_executor()
    starts = threading.Thread.start, BaseProcess.start
    here = threading.get_ident()

    def refuse_or(start):
        def start_here(worker):
            if threading.get_ident() == here:
                raise RuntimeError("there is room for no more, on purpose")
            start(worker)

        return start_here

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "made")
        threading.Thread.start, BaseProcess.start = map(refuse_or, starts)
        try:
            executor.submit(touch, path)
        except Exception as error:
            refused = error
        else:
            refused = None
        finally:
            threading.Thread.start, BaseProcess.start = starts
        if refused is None:
            return None
        with contextlib.suppress(Exception):
            executor.submit(int).result(timeout=LIMIT)
        wait_until(lambda: os.path.exists(path), 1)
        if os.path.exists(path):
            return f"submit raised {refused!r}, and its call was made with the next"
    return None


def generate():
    """Be a generator."""
    yield 1


async def do_nothing():
    """Be a coroutine."""


@shows(
    "SUB-13",
    shown="generators and coroutines were delivered as they are",
    kinds=["inline", "thread"],
)
def return_a_coroutine():
    """Submit calls that return a generator and a coroutine."""
    executor = make_executor()
    for function in (generate, do_nothing):
        with limit(f"a call of {function.__name__}"):
            error = executor.submit(function).exception()
            if error is not None:
                return f"a call that returns what {function.__name__} does led to {error!r}"
            value = executor.submit(function).result()
        if not (inspect.isgenerator(value) or inspect.iscoroutine(value)):
            return f"a call of {function.__name__} led to {value!r}"
        value.close()
    return None
