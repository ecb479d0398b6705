"""gevent: calls are lost at the end of the program."""

import subprocess
import sys
import time

from gevent.threadpool import ThreadPoolExecutor

LIMIT = 20


def count(number):
    """Be a call that takes a while, and print a number."""
    time.sleep(0.5)
    print(number, flush=True)


def leave_calls():
    """Be a program that ends while two calls run."""
    pool = ThreadPoolExecutor(max_workers=2)
    for number in range(2):
        pool.submit(count, number)


def main():
    """Run that program, and look for its numbers."""
    try:
        output = subprocess.run(
            [sys.executable, __file__, "program"],
            stdout=subprocess.PIPE,
            timeout=LIMIT,
            check=False,
        ).stdout.split()
    except subprocess.TimeoutExpired:
        print(f"VIOLATED: the program has not ended after {LIMIT} s")
        return
    if len(output) < 2:
        print(f"VIOLATED: the program ended, and {2 - len(output)} of its 2 calls were lost")
    else:
        print("OK: both calls were made")


if __name__ == "__main__":
    if sys.argv[1:]:
        leave_calls()
    else:
        main()
