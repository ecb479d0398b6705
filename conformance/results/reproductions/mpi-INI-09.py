"""mpi4py: nothing tells what an initializer has raised."""

import os
import subprocess
import sys
import traceback
from pathlib import Path

from mpi4py.futures import MPIPoolExecutor

LIMIT = 25


def fail():
    """Be an initializer that raises."""
    raise ValueError("on purpose")


def break_a_pool():
    """Be a program that prints the traceback of a call whose pool has such an initializer."""
    with MPIPoolExecutor(max_workers=1, initializer=fail) as pool:
        try:
            pool.submit(abs, -1).result(timeout=20)
        except Exception:
            traceback.print_exc()


def main():
    """Run that program, and look in all that it and its worker print for the exception."""
    # The launcher of the workers is installed beside Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    try:
        output = subprocess.run(
            [sys.executable, __file__, "program"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT,
            check=False,
            env={**os.environ, "PATH": path},
        ).stdout
    except subprocess.TimeoutExpired:
        print(f"VIOLATED: the program has not ended after {LIMIT} s")
        return
    last = (output.strip() or "nothing").splitlines()[-1]
    if "on purpose" in output:
        print(f"OK: what the initializer raised was told; the call led to {last}")
    else:
        print(f"VIOLATED: the initializer raised ValueError, and all that was told is: {last}")


if __name__ == "__main__":
    if sys.argv[1:]:
        break_a_pool()
    else:
        main()
