"""A callback for each of twenty tasks.

`parse` is called once for each task, with a future that is done. The
thread that calls it is the one that did the task, or the main thread if
the task had ended before the callback was added.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import current_thread
from time import sleep


def square(number):
    """Say who does it, take a moment, and return the square."""
    print(f"{current_thread().name} does task {number}")
    sleep(0.01)
    return number**2


def parse(future):
    """Say who calls it, and with what result."""
    print(f"{current_thread().name} parses {future.result()}")


if __name__ == "__main__":
    executor = ThreadPoolExecutor(4)
    for number in range(20):
        future = executor.submit(square, number)
        future.add_done_callback(parse)
