"""Twenty tasks for at most four processes.

One line is printed for each task, with at most four names. Nobody waits
for the tasks, yet the program ends after them.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process
from time import sleep


def work(number):
    """Say who does it, and take a moment."""
    print(f"{current_process().name} does task {number}")
    sleep(0.01)


if __name__ == "__main__":
    executor = ProcessPoolExecutor(4)
    for number in range(20):
        executor.submit(work, number)
