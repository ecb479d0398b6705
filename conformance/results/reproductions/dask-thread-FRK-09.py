"""Dask: a program hangs at its end if an iterator of `map` was not used up, as after Ctrl-C."""

import os
import signal
import subprocess
import sys

from distributed import Client, LocalCluster

LIMIT = 20
KEPT = []


def program():
    """Be a program that has an iterator of `map` in a global variable when it ends."""
    cluster = LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    )
    KEPT.append(cluster)
    executor = Client(cluster).get_executor(pure=False)
    KEPT.append(executor.map(abs, [-1, -2, -3]))
    next(KEPT[-1])
    executor.shutdown(wait=True)
    print("the end of the program", flush=True)


def main():
    """Run the program, and see whether it ends."""
    command = [sys.executable, os.path.abspath(__file__), "program"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        process.stdout.readline()
        try:
            process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            print(f"VIOLATED: {LIMIT} s after its end, the program has not ended")
        else:
            print("OK: the program has ended")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    program() if sys.argv[1:] else main()
