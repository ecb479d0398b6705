"""What shows faults after a fork, and when a signal handler raises."""

import multiprocessing
import os
import signal
import sys
import tempfile
import time
import traceback
from concurrent.futures import as_completed, wait

from executor_conformance.demonstrations import POOLS, shows
from executor_conformance.demonstrations.stage import (
    LIMIT,
    end_child,
    hold,
    keep_busy,
    let_go_later,
    limit,
    make_executor,
    start_program,
    touch,
    wait_for_child,
    wait_until,
)


def use_in_the_parent(executor):
    """Use the executor once more after a fork, and return what is wrong."""
    try:
        with limit("a call of the parent after its child has ended"):
            value = executor.submit(abs, -1).result()
    except Exception as error:
        return f"a call of the parent after its child had ended led to {error!r}"
    return None if value == 1 else f"a call of the parent led to {value!r}"


@shows("FRK-01", shown="an executor that was made in a child worked", kinds=POOLS)
def make_another_in_a_child():
    """Make and use another executor in a forked child."""
    executor = make_executor()
    executor.submit(int).result(timeout=LIMIT)
    before = set(multiprocessing.active_children())
    child = os.fork()
    if child == 0:
        another = make_executor()
        value = another.submit(abs, -1).result()
        another.shutdown(wait=True)
        end_child(7 if value == 1 else 1, before)
    status = wait_for_child(child)
    if status is None:
        return f"another executor, made and shut down in a child: still waiting after {LIMIT} s"
    return use_in_the_parent(executor) if status == 7 else f"the child ended with status {status}"


@shows("FRK-02", shown="the child did not disturb its parent", kinds=POOLS)
def end_a_child_in_order():
    """Fork while a call runs; look at it, and use the executor, after the child has ended."""
    executor = make_executor()
    executor.submit(int).result(timeout=LIMIT)
    running = executor.submit(time.sleep, 2)
    # It is to have begun, and no file can tell: the child would remove its folder.
    time.sleep(0.5)
    child = os.fork()
    if child == 0:
        sys.exit(7)
    status = wait_for_child(child)
    if status is None:
        return f"the child has not ended after {LIMIT} s"
    try:
        with limit("a call that ran while a child was forked and ended in order"):
            running.result()
    except Exception as error:
        return f"a call that ran while a child was forked and ended in order led to {error!r}"
    return use_in_the_parent(executor)


@shows("FRK-03", shown="the child could shut the executor down", kinds=POOLS)
def shut_down_in_a_child():
    """Shut an inherited executor down in a forked child, while a call of the parent runs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        before = set(multiprocessing.active_children())
        child = os.fork()
        if child == 0:
            try:
                executor.shutdown(wait=True)
            except BaseException:
                traceback.print_exc()
                end_child(1, before)
            end_child(7, before)
        status = wait_for_child(child)
        touch(os.path.join(folder, "go"))
    if status is None:
        return f"shutdown(wait=True) in a forked child: still waiting after {LIMIT} s"
    if status == 7:
        return use_in_the_parent(executor)
    return f"shutdown(wait=True) in a forked child ended it with status {status}"


@shows("FRK-04", shown="the use in a child did not harm the parent", kinds=POOLS)
def use_in_a_child():
    """Use an inherited executor in a forked child, before its first use or after."""
    for used in (False, True):
        executor = make_executor()
        if used:
            executor.submit(int).result(timeout=LIMIT)
        before = set(multiprocessing.active_children())
        child = os.fork()
        if child == 0:
            # So that what it starts can be ended with it.
            os.setpgrp()
            try:
                executor.submit(abs, -1).result(timeout=1)
                if not used:
                    executor.shutdown(wait=True)
            except Exception as error:
                print(f"In the child: {error!r}.", file=sys.stderr)
            end_child(0, before)
        wait_for_child(child)
        if fault := use_in_the_parent(executor):
            return fault
    return None


@shows("FRK-05", shown="submit raised in the child, or its call was made", kinds=POOLS)
def submit_in_a_child():
    """Submit a call to an inherited executor in a forked child."""
    executor = make_executor()
    executor.submit(int).result(timeout=LIMIT)
    before = set(multiprocessing.active_children())
    child = os.fork()
    if child == 0:
        try:
            future = executor.submit(abs, -1)
        except Exception:
            end_child(0, before)
        wait_until(future.done)
        end_child(0 if future.done() else 1, before)
    status = wait_for_child(child)
    if status == 0:
        return None
    return "submit to an inherited executor raised nothing in a child, and its call is not made"


class CtrlCError(KeyboardInterrupt):
    """What the signal handler raises, as that of Ctrl-C does."""


def press_ctrl_c(*_):
    """Be a signal handler like that of Ctrl-C."""
    raise CtrlCError


def comes_through(call):
    """Say whether what a signal handler raises comes out of a call that waits."""
    signal.signal(signal.SIGALRM, press_ctrl_c)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        call()
    except CtrlCError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return False


def leave_a_block(executor, folder):
    """Leave a `with` block while a call runs or waits."""
    with executor:
        executor.submit(hold, folder, "call of the block")


@shows("FRK-08", shown="the exception came out of each of them", kinds=POOLS, waiting=2)
def interrupt_what_waits():
    """Have a signal handler raise in all that waits, while calls run."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor, another = make_executor(), make_executor()
        future = keep_busy(executor, folder)[0]
        results = executor.map(hold, [folder])
        for name, call in {
            "result()": future.result,
            "exception()": future.exception,
            "wait": lambda: wait([future]),
            "as_completed": lambda: next(as_completed([future])),
            "the iterator of map": lambda: next(results),
            "shutdown(wait=True)": lambda: executor.shutdown(wait=True),
            "the end of a with block": lambda: leave_a_block(another, folder),
        }.items():
            with limit(f"{name}, while a signal handler raises"):
                raised = comes_through(call)
            if not raised:
                return f"{name} returned while a call ran, before a signal handler raised in it"
        touch(os.path.join(folder, "go"))
    return None


@shows("FRK-10", shown="the second shutdown waited", kinds=POOLS)
def shut_down_after_an_interruption():
    """Interrupt shutdown while a call runs, and shut down again."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = executor.submit(hold, folder)
        started = os.path.join(folder, "call started")
        assert wait_until(lambda: os.path.exists(started)), "no worker began the call"
        with limit("shutdown(wait=True), interrupted by a signal handler that raises"):
            comes_through(lambda: executor.shutdown(wait=True))
        let_go = []
        let_go_later(folder, let_go)
        with limit("shutdown(wait=True) after an interrupted one, with a call that ends in 1 s"):
            executor.shutdown(wait=True)
        early = not let_go
        wait_until(future.done)
    if early:
        return "after an interrupted shutdown(wait=True), another returned while a call ran"
    return None


def sleep_and_print():
    """Be a call that takes a while."""
    time.sleep(2)
    print("ended", flush=True)


def end_interrupted():
    """Be a program that ends after an interrupted shutdown."""
    executor = make_executor()
    executor.submit(sleep_and_print)
    comes_through(lambda: executor.shutdown(wait=True))
    print("end of the main module", flush=True)


@shows("FRK-11", shown="the program waited for its call", kinds=POOLS, program=end_interrupted)
def end_after_an_interruption():
    """Run a program whose shutdown is interrupted, and which ends then."""
    status, output = start_program()
    if status is None:
        return f"the program has not ended after {3 * LIMIT} s; it printed {output!r}"
    if "ended" in output.splitlines():
        return None
    return "the program ended, and its call was lost, after an interrupted shutdown"
