"""Each result is read before the next task is submitted.

So one task runs at a time, however many processes there are. In the
program itself, `n` stays 1.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process
from time import sleep

n = 1


def add(number):
    """Add to the variable of the process that does it, and return the sum."""
    global n
    # Flushed, so that the lines of all processes come in the order of events.
    print(f"{current_process().name} does task {number}", flush=True)
    sleep(0.01)
    n += number
    return n


if __name__ == "__main__":
    executor = ProcessPoolExecutor(4)
    for number in range(20):
        future = executor.submit(add, number)
        print(f"task {number} returned {future.result()}", flush=True)
    executor.shutdown(wait=True)
    print(f"n is {n}")
