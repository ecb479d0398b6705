"""Twenty tasks are submitted, and then their results are read.

The results come in the order of the tasks. Each is 1 plus the numbers
of the tasks that its worker has done so far. In the program itself, `n`
stays 1.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process
from time import sleep

n = 1


def add(number):
    """Add to the variable of the process that does it, and return the sum."""
    global n
    print(f"{current_process().name} does task {number}")
    sleep(0.01)
    n += number
    return n


if __name__ == "__main__":
    executor = ProcessPoolExecutor(4)
    futures = [executor.submit(add, number) for number in range(20)]
    executor.shutdown(wait=True)
    for number, future in enumerate(futures):
        print(f"task {number} returned {future.result()}")
    print(f"n is {n}")
