"""gevent: the calls of a program are lost when it ends after a forked child has."""

import os
import subprocess
import sys
import time

from gevent.threadpool import ThreadPoolExecutor

LIMIT = 20


def count(number):
    """Be a call that takes a while, and print a number."""
    time.sleep(0.5)
    print(number, flush=True)


def fork_and_leave_calls():
    """Be a program that forks while two calls run, and ends when the child has."""
    pool = ThreadPoolExecutor(max_workers=2)
    for number in range(2):
        pool.submit(count, number)
    child = os.fork()
    if child == 0:
        sys.exit(7)
    _, status = os.waitpid(child, 0)
    print(f"status {os.waitstatus_to_exitcode(status)}", flush=True)


def main():
    """Run that program, and look for the status of the child and for the numbers."""
    try:
        output = subprocess.run(
            [sys.executable, __file__, "program"],
            stdout=subprocess.PIPE,
            text=True,
            timeout=LIMIT,
            check=False,
        ).stdout.splitlines()
    except subprocess.TimeoutExpired:
        print(f"VIOLATED: the program has not ended after {LIMIT} s")
        return
    if "status 7" not in output:
        print("VIOLATED: the child has not ended with its status")
    elif len(output) < 3:
        print(f"VIOLATED: the child ended in order, and {3 - len(output)} of 2 calls were lost")
    else:
        print("OK: the child ended in order, and both calls were made")


if __name__ == "__main__":
    if sys.argv[1:]:
        fork_and_leave_calls()
    else:
        main()
