"""`map` in place of a loop around `submit`.

One line is printed for each number from 1 to 20, all with the same
process: threads share it. Nobody reads the squares, yet all are
computed.
"""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from time import sleep


def square(number):
    """Say where it is done, take a moment, and return the square."""
    print(f"process {os.getpid()} squares {number}")
    sleep(random.uniform(0.005, 0.015))
    return number**2


if __name__ == "__main__":
    executor = ThreadPoolExecutor(max_workers=3)
    executor.map(square, range(1, 21))
