"""futurist: a program that ends loses the calls that wait."""

import subprocess
import sys

PROGRAM = """
import time, futurist

def call(number):
    time.sleep(0.5)
    print(number, flush=True)

pool = futurist.ThreadPoolExecutor(max_workers=1)
for number in (1, 2, 3):
    pool.submit(call, number)
"""


def main():
    """Run a program that submits three calls and ends."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, timeout=60, check=False
    )
    made = done.stdout.split()
    if made == ["1", "2", "3"]:
        print("OK: all calls were made before the program ended")
    else:
        print(f"VIOLATED: of the calls 1, 2 and 3, these were made: {', '.join(made) or 'none'}")


if __name__ == "__main__":
    main()
