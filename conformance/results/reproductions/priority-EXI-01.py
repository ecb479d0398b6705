"""prioritythreadpoolexecutor: a program that ends loses the calls that wait."""

import subprocess
import sys

PROGRAM = """
import time
from PriorityThreadPoolExecutor import PriorityThreadPoolExecutor

def call(number):
    time.sleep(0.5)
    print(number, flush=True)

pool = PriorityThreadPoolExecutor(max_workers=1)
for number in (1, 2, 3):
    pool.submit(call, number, priority=number)
"""


def main():
    """Run a program that submits three calls and ends."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=30, check=False
        )
    except subprocess.TimeoutExpired:
        print("VIOLATED: the program has not ended after 30 s")
        return
    made = done.stdout.split()
    if made == ["1", "2", "3"]:
        print("OK: all calls were made before the program ended")
    else:
        print(f"VIOLATED: of the calls 1, 2 and 3, these were made: {', '.join(made) or 'none'}")


if __name__ == "__main__":
    main()
