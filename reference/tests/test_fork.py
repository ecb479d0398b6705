"""Executors in a program that forks, seen from both sides."""

import os
import subprocess
import sys
import textwrap

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

PROCESSES = "ProcessPoolExecutor(1, multiprocessing.get_context({method!r}))"
POOLS = {
    "threads": "ThreadPoolExecutor(1)",
    **{method: PROCESSES.format(method=method) for method in ("fork", "forkserver", "spawn")},
}
PRELUDE = """\
import multiprocessing, os, sys, threading
from pathlib import Path
from executor_reference import ProcessPoolExecutor, ThreadPoolExecutor, wait

def say(text):
    os.write(1, f"{text}\\n".encode())

def forked(child):
    pid = os.fork()
    if pid == 0:
        child()
        sys.exit(7)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

"""


@pytest.fixture(params=POOLS)
def run(request, tmp_path):
    def run(program):
        """Run a program with a pool, a call of it that is held, and one that is pending."""
        gate = tmp_path / "gate"
        os.mkfifo(gate)
        path = tmp_path / "program.py"
        path.write_text(PRELUDE + textwrap.dedent(program))
        process = subprocess.run(
            [sys.executable, "-W", "ignore::DeprecationWarning", path, POOLS[request.param], gate],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout.splitlines(), process.stderr

    return run


def assert_silent(stderr):
    # Some versions of multiprocessing complain in every forked child about their resource tracker.
    assert "AssertionError" not in stderr
    assert "executor_reference" not in stderr


HELD = """
if __name__ == "__main__":
    pool = eval(sys.argv[1])
    gate = Path(sys.argv[2])
    done = pool.submit(int)
    done.result()
    held = pool.submit(Path.read_text, gate)
    end = gate.open("w")
    pending = pool.submit(pow, 2, 3)
    pending.add_done_callback(lambda f: say(f"callback in {os.getpid() == parent}"))
    parent = os.getpid()

    def child():
        CHILD

    print(forked(child), flush=True)
    end.write("held")
    end.close()
    print(held.result(), pending.result(), pool.submit(pow, 2, 4).result(), flush=True)
    pool.shutdown()
"""


@pytest.mark.parametrize(
    ("child", "said"),
    [
        ("pass", []),
        ("pool.shutdown()", []),
        ("pool.shutdown(wait=False, cancel_futures=True)", []),
        ("pool.__exit__(None, None, None)", []),
        (
            "say(f'{done.result()} {wait([done]).done == {done}} {pending.done()}')",
            ["0 True False"],
        ),
        (
            """
        try:
            pool.submit(int)
        except RuntimeError:
            say("refused")
            """,
            ["refused"],
        ),
    ],
    ids=["nothing", "shutdown", "cancel", "with", "read", "submit"],
)
def test_a_child_with_an_inherited_executor_harms_nobody(run, child, said):
    lines, stderr = run(HELD.replace("CHILD", textwrap.dedent(child).replace("\n", "\n" + " " * 8)))
    assert sorted(lines) == sorted([*said, "7", "held 8 16", "callback in True"])
    assert_silent(stderr)


def test_an_executor_made_in_the_child_works(run):
    lines, stderr = run(
        """
        def child():
            with eval(sys.argv[1]) as mine:
                say(list(mine.map(abs, range(3))))

        if __name__ == "__main__":
            pool = eval(sys.argv[1])
            print(pool.submit(int).result(), flush=True)
            print(forked(child), pool.submit(int).result(), flush=True)
        """
    )
    assert lines == ["0", "[0, 1, 2]", "7 0"]
    assert_silent(stderr)


def test_an_executor_not_used_before_the_fork_works_on_both_sides(run):
    lines, stderr = run(
        """
        def child():
            say(pool.submit(abs, -1).result())
            pool.shutdown()

        if __name__ == "__main__":
            pool = eval(sys.argv[1])
            print(forked(child), flush=True)
            print([pool.submit(abs, -2).result() for _ in range(3)], flush=True)
        """
    )
    assert lines == ["1", "7", "[2, 2, 2]"]
    assert_silent(stderr)
