"""What shows faults of executors in trouble: what breaks, cannot be sent, or cannot be started."""

import os
import tempfile
import threading
from concurrent.futures import BrokenExecutor
from multiprocessing.process import BaseProcess

from executor_conformance.demonstrations import ELSEWHERE, POOLS, shows
from executor_conformance.demonstrations.stage import (
    hold,
    keep_busy,
    limit,
    make_executor,
    start_program,
    touch,
)


def die_at(folder):
    """Be a call that ends its process once there is a file `go`."""
    hold(folder)
    os._exit(1)


@shows("ERR-07", shown="the calls behind the cancelled one failed", kinds=ELSEWHERE, waiting=20)
def cancel_before_a_worker_dies():
    """Cancel one of the calls that wait, and have the worker die."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        dying = executor.submit(die_at, folder)
        waiting = [executor.submit(int) for _ in range(20)]
        if not waiting[-2].cancel():
            return
        touch(os.path.join(folder, "go"))
        with limit("the call whose worker died"):
            dying.exception()
        with limit("a call behind a cancelled one, when the worker has died"):
            waiting[-1].exception()


@shows("ERR-03", shown="all calls failed with a BrokenExecutor", kinds=ELSEWHERE, waiting=5)
def lose_a_worker():
    """Have a call end its worker while others do not end, and look at the exceptions of all."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        executor = make_executor()
        futures = [executor.submit(die_at, first)]
        futures += [executor.submit(hold, second) for _ in range(5)]
        touch(os.path.join(first, "go"))
        for future in futures:
            with limit("one of the calls when a worker has died"):
                error = future.exception()
            if not isinstance(error, BrokenExecutor):
                touch(os.path.join(second, "go"))
                return f"a worker has died, and a call led to {error!r}, no BrokenExecutor"
    return None


@shows("ERR-08", shown="each future had an exception of its own", kinds=ELSEWHERE)
def fail_together():
    """Have several calls fail by the death of a worker."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        futures = [executor.submit(die_at, folder) for _ in range(4)]
        touch(os.path.join(folder, "go"))
        with limit("calls whose worker died"):
            errors = {id(future.exception()) for future in futures}
    return None if len(errors) == 4 else f"4 calls failed, and share {len(errors)} exceptions"


class NotPickled:
    """What cannot be pickled."""

    def __reduce__(self):
        raise TypeError("this cannot be pickled, on purpose")


class NotPickledError(Exception):
    """An exception that cannot be pickled."""

    def __reduce__(self):
        raise TypeError("this cannot be pickled, on purpose")


class NotRebuilt:
    """What can be pickled and not unpickled."""

    def __reduce__(self):
        return refuse, ()


def refuse():
    """Do not unpickle."""
    raise ValueError("this cannot be unpickled, on purpose")


def return_not_pickled():
    """Return what cannot be pickled."""
    return NotPickled()


def raise_not_pickled():
    """Raise what cannot be pickled."""
    raise NotPickledError


def return_not_rebuilt():
    """Return what cannot be unpickled."""
    return NotRebuilt()


def nested(depth):
    """Return lists within lists, which few serialisers take."""
    outer = []
    for _ in range(depth):
        outer = [outer]
    return outer


def give(value):
    """Return the argument."""
    return value


def look_at_the_next_call(executor, what):
    """Submit a call after one that could not be sent, and return what is wrong."""
    try:
        with limit(f"the call after {what}"):
            value = executor.submit(abs, -1).result()
    except Exception as error:
        return f"the call after {what} led to {error!r}"
    return None if value == 1 else f"the call after {what} led to {value!r}"


@shows("ERR-10", shown="only the calls failed that could not be sent", kinds=ELSEWHERE)
def send_what_cannot_be_pickled():
    """Submit arguments that cannot be pickled."""
    for argument, what in (
        (NotPickled(), "one whose argument cannot be pickled"),
        (nested(20_000), "one whose argument is nested too deep to be pickled"),
    ):
        executor = make_executor()
        try:
            with limit(what):
                error = executor.submit(id, argument).exception()
        except Exception as raised:
            error = raised
        if error is None and isinstance(argument, NotPickled):
            return f"{what} led to no error"
        if fault := look_at_the_next_call(executor, what):
            return fault
    return None


@shows("ERR-11", shown="only the calls failed whose outcome could not be sent", kinds=ELSEWHERE)
def bring_back_what_cannot_be_pickled():
    """Have calls return and raise what cannot be pickled."""
    for function, what in (
        (return_not_pickled, "one that returns what cannot be pickled"),
        (raise_not_pickled, "one that raises what cannot be pickled"),
    ):
        executor = make_executor()
        with limit(what):
            error = executor.submit(function).exception()
        if error is None:
            return f"{what} led to no error"
        if fault := look_at_the_next_call(executor, what):
            return fault
    return None


@shows("ERR-12", shown="no call was left pending", kinds=ELSEWHERE)
def send_what_cannot_be_rebuilt():
    """Submit and return what cannot be unpickled."""
    for function, arguments, what in (
        (give, (NotRebuilt(),), "a call whose argument cannot be unpickled"),
        (return_not_rebuilt, (), "a call whose result cannot be unpickled"),
    ):
        executor = make_executor()
        try:
            future = executor.submit(function, *arguments)
        except Exception:
            continue
        with limit(what):
            future.exception()


def leave_an_error():
    """Be a program that does not ask for the exception of a call."""
    executor = make_executor()
    executor.submit(raise_error, ValueError("nobody asks")).done()
    executor.shutdown(wait=True)


def raise_error(error):
    """Raise an exception."""
    raise error


@shows("ERR-13", shown="nothing was printed", program=leave_an_error)
def look_at_what_is_printed():
    """Run a program that does not ask for the exception of a call."""
    status, output = start_program()
    if "nobody asks" in output:
        return "the exception of a call that nobody asks for was printed"
    return None if status == 0 else f"the program ended with status {status}: {output}"


@shows("ERR-17", shown="no call was left pending", kinds=["process"])
def have_no_room_for_a_first_worker():
    """Submit when no process can be started."""
    start = BaseProcess.start

    def refuse(process):
        raise OSError("there is room for no more processes, on purpose")

    BaseProcess.start = refuse
    try:
        future = make_executor().submit(int)
    except Exception:
        return
    finally:
        BaseProcess.start = start
    with limit("a call whose worker could not be started"):
        future.exception()


@shows("PRC-05", shown="the calls got what was submitted", kinds=ELSEWHERE, waiting=20)
def change_an_argument():
    """Change an argument of calls that wait."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        items = []
        futures = [executor.submit(give, items) for _ in range(20)]
        items.append("later")
        touch(os.path.join(folder, "go"))
        with limit("calls"):
            got = futures[-1].result()
    return None if got == [] else f"a list was changed after submit, and the call got {got}"


def start_a_process():
    """Start a process, and return its exit status."""
    import multiprocessing

    process = multiprocessing.get_context("fork").Process(target=int)
    process.start()
    process.join()
    return process.exitcode


@shows("PRC-11", shown="a call could start a process", kinds=["process"])
def start_a_process_in_a_call():
    """Have a call start a process."""
    with limit("a call that starts a process"):
        try:
            status = make_executor().submit(start_a_process).result()
        except Exception as error:
            return f"a call that starts a process led to {str(error).splitlines()[0]!r}"
    return None if status == 0 else f"the process of a call ended with status {status}"


@shows("PRC-12", shown="the call failed", kinds=["process"])
def send_an_executor():
    """Submit a call with the executor as its argument, and one with a future."""
    executor = make_executor()
    for argument in (executor, executor.submit(int)):
        try:
            with limit(f"a call with {argument!r} as its argument"):
                error = executor.submit(give, argument).exception()
        except Exception as raised:
            error = raised
        if error is None:
            return f"a call with {argument!r} as its argument succeeded"
    return None


@shows("SUB-13", shown="no call was left pending", kinds=ELSEWHERE)
def return_a_generator():
    """Submit a call that returns a generator, which cannot be sent."""
    executor = make_executor()
    with limit("a call that returns a generator"):
        error = executor.submit(generate).exception()
    return None if error is not None else "a call that returns a generator led to no error"


def generate():
    """Be a generator."""
    yield 1


@shows("INI-04", shown="the constructor raised TypeError", kinds=POOLS)
def make_a_pool_with_a_number_for_an_initializer():
    """Make a pool whose initializer cannot be called."""
    try:
        executor = make_executor(initializer=5)
    except TypeError:
        return None
    return f"initializer=5 was taken: {executor!r}"


def fail():
    """Be an initializer that raises."""
    raise ValueError("on purpose")


@shows("INI-05", shown="the call failed with a BrokenExecutor", kinds=POOLS)
def have_an_initializer_raise():
    """Submit a call to a pool whose initializer raises."""
    executor = make_executor(initializer=fail)
    try:
        with limit("a call of a pool whose initializer has raised"):
            error = executor.submit(int).exception()
    except BrokenExecutor:
        return None
    except Exception as raised:
        error = raised
    return (
        None
        if isinstance(error, BrokenExecutor)
        else f"the initializer raised, the call: {error!r}"
    )


@shows("INI-06", shown="submit raised BrokenExecutor", kinds=POOLS)
def submit_when_the_initializer_has_raised():
    """Submit a call when the initializer has raised."""
    executor = make_executor(initializer=fail)
    try:
        with limit("a call of a pool whose initializer has raised"):
            executor.submit(int).exception()
            executor.submit(int)
    except BrokenExecutor:
        return None
    except Exception as error:
        return f"submit raised {error!r}, which is no BrokenExecutor"
    return "the initializer has raised, and submit took another call"


@shows("INI-10", shown="no call was left pending", kinds=POOLS)
def send_an_initializer_that_cannot_be_pickled():
    """Give an initializer an argument that cannot be pickled."""
    try:
        executor = make_executor(initializer=give, initargs=(threading.Lock(),))
        future = executor.submit(int)
    except Exception:
        return
    with limit("a call of a pool whose initializer cannot be sent"):
        future.exception()
