"""Whole programs: what happens to calls and workers at their end."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

pytestmark = pytest.mark.slow

THREADS = "ThreadPoolExecutor(2)"
PROCESSES = "ProcessPoolExecutor(2, multiprocessing.get_context({method!r}))"
POOLS = {
    "threads": THREADS,
    **{method: PROCESSES.format(method=method) for method in ("fork", "forkserver", "spawn")},
}
PRELUDE = """\
import atexit, multiprocessing, os, signal, sys, threading
from executor_reference import ProcessPoolExecutor, ThreadPoolExecutor

def say(text):
    os.write(1, f"{text}\\n".encode())
    return text

"""


@pytest.fixture(params=POOLS)
def pool(request):
    if request.param != "threads" and not hasattr(os, "fork"):
        pytest.skip("needs fork")
    return POOLS[request.param]


@pytest.fixture
def run(tmp_path):
    def run(program, status=0):
        """Run a program, and return its lines of output and what it wrote to stderr."""
        path = tmp_path / "program.py"
        path.write_text(PRELUDE + textwrap.dedent(program))
        process = subprocess.run(
            [sys.executable, "-W", "ignore::DeprecationWarning", path],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"},
        )
        assert process.returncode == status, process.stderr
        return process.stdout.splitlines(), process.stderr

    return run


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("end", ["pass", "pool.shutdown(wait=False)", "del pool"])
def test_accepted_calls_are_finished(run, pool, end):
    lines, stderr = run(
        f"""
        if __name__ == "__main__":
            pool = {pool}
            for number in range(20):
                pool.submit(say, number)
            {end}
            say("end of main")
        """
    )
    assert sorted(lines) == sorted([*map(str, range(20)), "end of main"])
    assert stderr == ""


def test_an_exception_of_the_main_thread_does_not_abandon_them(run, pool):
    lines, stderr = run(
        f"""
        if __name__ == "__main__":
            pool = {pool}
            for number in range(5):
                pool.submit(say, number)
            raise ValueError("main")
        """,
        status=1,
    )
    assert sorted(lines) == list("01234")
    assert stderr.endswith("ValueError: main\n")


def test_nor_does_sys_exit(run, pool):
    lines, stderr = run(
        f"""
        if __name__ == "__main__":
            pool = {pool}
            pool.submit(say, "call")
            sys.exit(3)
        """,
        status=3,
    )
    assert lines == ["call"]
    assert stderr == ""


def test_callbacks_run_and_atexit_handlers_come_last(run, pool):
    lines, _ = run(
        f"""
        if __name__ == "__main__":
            atexit.register(lambda: say(f"first handler {{future.done()}}"))
            pool = {pool}
            atexit.register(lambda: say(f"second handler {{future.done()}}"))
            future = pool.submit(say, "call")
            future.add_done_callback(lambda future: say("callback"))
        """
    )
    assert lines == ["call", "callback", "second handler True", "first handler True"]


def test_calls_of_a_daemon_thread_are_finished(run, pool):
    lines, _ = run(
        f"""
        def submit():
            global pool
            pool = {pool}
            for number in range(5):
                pool.submit(say, number)

        if __name__ == "__main__":
            thread = threading.Thread(target=submit, daemon=True)
            thread.start()
            thread.join()
        """
    )
    assert sorted(lines) == list("01234")


def test_a_program_that_ends_accepts_nothing_more(run, pool):
    lines, _ = run(
        f"""
        def submit_until_refused(place):
            try:
                while True:
                    pool.submit(int)
            except RuntimeError:
                say(f"refused in {{place}}")

        def submit_to_another():
            try:
                ThreadPoolExecutor(1).submit(int)
            except RuntimeError:
                say("refused by another")

        if __name__ == "__main__":
            pool = {pool}
            atexit.register(submit_until_refused, "handler")
            atexit.register(submit_to_another)
            future = pool.submit(int)
            future.add_done_callback(lambda future: submit_until_refused("callback"))
            threading.Thread(target=submit_until_refused, args=("thread",)).start()
        """
    )
    assert sorted(lines) == [
        "refused by another",
        "refused in callback",
        "refused in handler",
        "refused in thread",
    ]


def test_idle_workers_do_not_keep_the_program(run, pool):
    lines, stderr = run(
        f"""
        if __name__ == "__main__":
            pool = {pool}
            print(pool.submit(pow, 2, 3).result())
        """
    )
    assert lines == ["8"]
    assert stderr == ""


def test_the_fallback_for_the_exit_hook(run):
    lines, _ = run(
        """
        """
        "\nimport importlib, executor_reference.program_exit as module\n"
        """
del threading._register_atexit
importlib.reload(module)
atexit.register(say, "handler")
pool = ThreadPoolExecutor(2)
for number in range(3):
    pool.submit(say, number)
"""
    )
    assert sorted(lines[:-1]) == list("012")
    assert lines[-1] == "handler"


def test_an_unread_exception_is_silent(run, pool):
    _, stderr = run(
        f"""
        if __name__ == "__main__":
            pool = {pool}
            pool.submit(int, "x")
        """
    )
    assert stderr == ""


def test_everything_that_is_printed_appears_once(run, pool):
    lines, _ = run(
        f"""
        if __name__ == "__main__":
            print("head")
            pool = {pool}
            for number in range(20):
                pool.submit(print, number)
        """
    )
    assert sorted(lines) == sorted([*map(str, range(20)), "head"])


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_workers_end_when_the_program_dies(run, pool, end):
    if "Thread" in pool:
        pytest.skip("threads die with their process")
    lines, _ = run(
        f"""
        if __name__ == "__main__":
            pool = {pool}
            other = {pool}
            for number in range(10):
                pool.submit(os.getpid).add_done_callback(lambda f: say(f.result()))
                other.submit(os.getpid).add_done_callback(lambda f: say(f.result()))
            pool.submit(int).result()
            other.submit(int).result()
            {end}
        """,
        status=-signal.SIGKILL if "kill" in end else 0,
    )
    assert lines
    for pid in {int(line) for line in lines}:
        while not gone(pid):
            time.sleep(0.001)


def test_an_interrupted_shutdown_loses_nothing(run, pool):
    lines, _ = run(
        f"""
        if __name__ == "__main__":
            signal.signal(signal.SIGINT, signal.default_int_handler)
            pool = {pool}
            path = sys.argv[0] + ".fifo"
            os.mkfifo(path)
            call = pool.submit(open, path, "rb", 0, opener=os.open)
            pool.submit(say, "pending")
            interrupted = threading.Event()

            def interrupt():
                while not interrupted.wait(0.01):
                    os.kill(os.getpid(), signal.SIGINT)

            threading.Thread(target=interrupt).start()
            try:
                with pool:
                    pass
            except KeyboardInterrupt:
                interrupted.set()
                say("interrupted")
            try:
                pool.submit(say, "refused")
            except RuntimeError:
                say("closed")
            with open(path, "w"):
                pass
            pool.shutdown()
            say(call.done())
        """
    )
    assert sorted(lines) == ["True", "closed", "interrupted", "pending"]
