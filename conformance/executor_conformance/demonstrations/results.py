"""What shows faults of outcomes: what `result` and `exception` give."""

import os
import tempfile
import threading

from executor_conformance.demonstrations import ELSEWHERE, POOLS, shows
from executor_conformance.demonstrations.stage import (
    WORKERS,
    keep_busy,
    limit,
    make_executor,
    touch,
)


def raise_error(error):
    """Raise an exception."""
    raise error


def give(value):
    """Return the argument."""
    return value


@shows("RES-02", shown="result() and exception() waited for the end of the call", kinds=POOLS)
def ask_before_the_end():
    """Ask while the call runs, and look whether it has ended when the answer comes."""
    for method in ("result", "exception"):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            executor = make_executor()
            future = keep_busy(executor, folder)[0]
            ended = threading.Event()

            def let_go(folder=folder, ended=ended):
                ended.set()
                touch(os.path.join(folder, "go"))

            threading.Timer(0.5, let_go).start()
            with limit(f"{method}() of a call that has ended"):
                getattr(future, method)()
            if not ended.is_set():
                return f"{method}() returned before the call had ended"
    return None


@shows("RES-03", shown="result() raised the exception of the call")
def read_the_exception_from_result():
    """Have a call raise an exception with arguments, and ask for its result."""
    executor = make_executor()
    with limit("a call that raises"):
        try:
            executor.submit(raise_error, OSError(2, "no such file")).result()
        except OSError as error:
            if error.args == (2, "no such file"):
                return None
            return f"the call raised OSError(2, 'no such file'), result() {error!r}"
        except Exception as error:
            return f"the call raised OSError(2, 'no such file'), result() {error!r}"
    return "result() raised nothing"


@shows("RES-04", shown="exception() returned the exception of the call")
def read_the_exception():
    """Have a call raise an exception with arguments, and ask for it."""
    executor = make_executor()
    with limit("a call that raises"):
        future = executor.submit(raise_error, OSError(2, "no such file"))
        try:
            error = future.exception()
        except Exception as raised:
            return f"exception() raised {raised!r}, where it should return it"
    if isinstance(error, OSError) and error.args == (2, "no such file"):
        return None
    return f"the call raised OSError(2, 'no such file'), exception() returned {error!r}"


@shows("RES-11", shown="exceptions that calls return were their values")
def return_exceptions():
    """Have calls return exceptions in place of raising them."""
    executor = make_executor()
    for error in (ValueError("returned"), StopIteration("returned")):
        with limit(f"a call that returns {error!r}"):
            try:
                value = executor.submit(give, error).result()
            except Exception as raised:
                return f"the call returned {error!r}, and result() raised it: {raised!r}"
        if repr(value) != repr(error):
            return f"the call returned {error!r}, and result() {value!r}"
    return None


@shows("RES-12", shown="every exception became the outcome of its future")
def raise_what_is_no_exception():
    """Have calls raise what is no `Exception`, more often than there are workers."""
    executor = make_executor()
    for error in (SystemExit(3), KeyboardInterrupt("on purpose"), GeneratorExit("on purpose")):
        for _ in range(WORKERS + 1):
            with limit(f"a call that raises {error!r}, or one after it"):
                try:
                    future = executor.submit(raise_error, error)
                except BaseException as raised:
                    return f"a call raised {error!r}, and submit raised {raised!r}"
                found = outcome_of(future)
            if repr(found) != repr(error):
                return f"a call raised {error!r}, and what its future gives is {found!r}"
    return None


def outcome_of(future):
    """Return the exception of a call, be it raised or returned."""
    try:
        return future.exception()
    except BaseException as raised:
        return raised


class FalseError(Exception):
    """An exception whose truth value is false."""

    def __bool__(self):
        return False


@shows("RES-14", shown="the exception was raised")
def raise_what_is_false():
    """Have a call raise an exception whose truth value is false."""
    executor = make_executor()
    with limit("a call that raises"):
        try:
            value = executor.submit(raise_error, FalseError("on purpose")).result()
        except FalseError:
            return None
        except Exception as error:
            return f"result() raised {error!r}"
    return f"the call raised an exception that is false, and result() returned {value!r}"


@shows("ERR-09", shown="calls that raise did not affect others")
def raise_beside_others():
    """Submit calls after ones that raise."""
    executor = make_executor()
    for error in (ValueError("on purpose"), SystemExit(3)):
        for _ in range(WORKERS + 1):
            with limit(f"a call that raises {error!r}"):
                try:
                    future = executor.submit(raise_error, error)
                except BaseException as raised:
                    return f"a call raised {error!r}, and submit raised {raised!r}"
                outcome_of(future)
        with limit(f"a call after those that raised {error!r}"):
            value = executor.submit(abs, -1).result()
        if value != 1:
            return f"a call after those that raised {error!r} led to {value!r}"
    return None


@shows("PRC-08", shown="the exceptions arrived with their arguments", kinds=ELSEWHERE)
def send_an_exception():
    """Have a call raise an exception with arguments and an attribute, then one of many causes."""
    executor = make_executor()
    with limit("a call that raises"):
        error = executor.submit(raise_in_detail).exception()
    if not (
        type(error) is KeyError
        and error.args == ("key", 5)
        and getattr(error, "detail", "") == "more"
    ):
        return f"the call raised KeyError('key', 5), and what arrived is {error!r}"
    with limit("a call that raises an exception with 300 causes"):
        error = executor.submit(raise_from, 300).exception()
    if repr(error) == "ValueError(300)":
        return None
    return f"the call raised ValueError(300), which has 300 causes, and what arrived is {error!r}"


def raise_in_detail():
    """Raise an exception with an attribute."""
    error = KeyError("key", 5)
    error.detail = "more"
    raise error


def raise_from(number):
    """Raise an exception that has so many causes, one behind the other."""
    error = None
    for i in range(number + 1):
        after = ValueError(i)
        after.__cause__ = error
        error = after
    raise error
