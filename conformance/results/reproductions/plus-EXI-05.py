"""ThreadPoolExecutorPlus: the handlers of a program run before its calls have ended."""

import atexit
import subprocess
import sys
import time

from ThreadPoolExecutorPlus import ThreadPoolExecutor

LIMIT = 20


def call():
    """Be a call that takes a while."""
    time.sleep(1)
    print("the call has ended", flush=True)


def leave_a_call():
    """Be a program that has registered a handler, and ends while a call runs."""
    atexit.register(print, "the handler runs", flush=True)
    ThreadPoolExecutor(max_workers=1).submit(call)


def main():
    """Run that program, and look what came first."""
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
    if output == ["the call has ended", "the handler runs"]:
        print("OK: the handler ran when the call had ended")
    else:
        print(f"VIOLATED: this came in this order: {', '.join(output)}")


if __name__ == "__main__":
    if sys.argv[1:]:
        leave_a_call()
    else:
        main()
