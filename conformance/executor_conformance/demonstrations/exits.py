"""What shows faults at the end of programs."""

import os
import sys
import threading
import time

from executor_conformance.demonstrations import POOLS, shows
from executor_conformance.demonstrations.stage import LIMIT, WORKERS, make_executor, start_program


def count_slowly(number):
    """Be a call that takes a while, and print a number."""
    time.sleep(0.5)
    print(number, flush=True)


def leave_calls():
    """Be a program that ends while calls run and wait."""
    executor = make_executor()
    for number in range(WORKERS + 2):
        executor.submit(count_slowly, number)


def leave_calls_after_shutdown():
    """Be a program that ends while calls run and wait, having shut its executor down."""
    executor = make_executor()
    for number in range(WORKERS + 2):
        executor.submit(count_slowly, number)
    executor.shutdown(wait=False)


KEPT: list[object] = []
"""What a program keeps until it ends, as in a global variable of its own."""


def leave_idle_workers():
    """Be a program that ends when its calls have ended, and drops its executor no sooner."""
    executor = make_executor()
    KEPT.append(executor)
    for number in range(WORKERS + 2):
        executor.submit(abs, number).result()
    print("all calls have ended", flush=True)
    # Ends what does not end by itself.
    timer = threading.Timer(LIMIT, os._exit, [1])
    timer.daemon = True
    timer.start()


def count_in_callbacks():
    """Be a program that ends while calls are pending that have callbacks."""
    executor = make_executor()
    for number in range(WORKERS + 2):
        future = executor.submit(time.sleep, 0.5)
        future.add_done_callback(lambda _, number=number: print(number, flush=True))
    executor.shutdown(wait=False)


def fork_and_leave_calls():
    """Be a program that forks while calls run, and ends with its child."""
    leave_calls()
    child = os.fork()
    if child == 0:
        sys.exit(7)
    os.waitpid(child, 0)


def look_for_numbers(what):
    """Run the program, and say which of the numbers it has not printed."""
    status, output = start_program()
    if status is None:
        return f"a program that leaves calls has not ended after {3 * LIMIT} s"
    left = sorted(set(map(str, range(WORKERS + 2))) - set(output.split()))
    if left:
        return f"the program ended, and {what} were lost: {', '.join(left)}"
    return None


@shows("EXI-01", shown="all calls were made", kinds=POOLS, program=leave_calls, waiting=2)
def end_while_calls_wait():
    """Run a program that ends while calls run and wait."""
    return look_for_numbers("these of its calls")


@shows(
    "EXI-02",
    shown="all calls were made",
    kinds=POOLS,
    program=leave_calls_after_shutdown,
    waiting=2,
)
def end_after_shutdown():
    """Run a program that ends after shutdown(wait=False)."""
    return look_for_numbers("these of its calls")


@shows(
    "EXI-07", shown="all callbacks were called", kinds=POOLS, program=count_in_callbacks, waiting=2
)
def end_with_callbacks():
    """Run a program that ends while calls are pending that have callbacks."""
    return look_for_numbers("these of its callbacks")


@shows("EXI-11", shown="the program ended", kinds=POOLS, program=leave_idle_workers)
def end_with_idle_workers():
    """Run a program that ends when its calls have ended, and does not shut down."""
    status, output = start_program()
    if status != 0:
        return f"a program has not ended after {LIMIT} s, and says: {output.strip()}"
    return None


@shows("EXI-09", shown="all calls were made", kinds=POOLS, program=fork_and_leave_calls, waiting=2)
def end_with_a_child():
    """Run a program that ends while calls run and wait, after a forked child has ended."""
    return look_for_numbers("these of its calls")


def submit_in_a_callback():
    """Be a program in which a callback submits a call, while the program ends."""
    executor = make_executor()

    def submit(_):
        try:
            executor.submit(print, "made", flush=True)
        except RuntimeError:
            print("made nothing", flush=True)

    for _ in range(WORKERS):
        future = executor.submit(time.sleep, 1)
    future.add_done_callback(submit)


@shows("EXI-06", shown="the call was refused, or made", kinds=POOLS, program=submit_in_a_callback)
def submit_at_the_end():
    """Run a program in which a callback submits a call, while the program ends."""
    status, output = start_program()
    if status is None:
        return f"the program has not ended after {3 * LIMIT} s"
    if "made" in output:
        return None
    return "while the program ended, submit took a call of a callback, and it was lost"
