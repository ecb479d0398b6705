"""Twenty tasks for at most four threads.

One line is printed for each task, with at most four names. Nobody waits
for the tasks, yet the program ends after them.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import current_thread
from time import sleep


def work(number):
    """Say who does it, and take a moment."""
    print(f"{current_thread().name} does task {number}")
    sleep(0.01)


if __name__ == "__main__":
    executor = ThreadPoolExecutor(4)
    for number in range(20):
        executor.submit(work, number)
