"""What a test leaves in its surroundings, or in the executor that tests share, harms no other."""

import pytest

LOSES_WORKERS = '''
"""A pool whose workers end with what a call raises, and are not replaced."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from executor_conformance.adapter import Adapter

ENTERED = Path("entered").absolute()
lost = []


@contextlib.contextmanager
def cluster():
    with ENTERED.open("a") as file:
        file.write("x")
    yield


class Pool(ThreadPoolExecutor):
    def submit(self, fn, /, *args, **kwargs):
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(lambda future: future.exception() and lost.append(future))
        return future


def is_intact():
    return not lost


def cannot_tell():
    raise ConnectionError("there is no cluster")


UNASKED = Adapter(name="unasked", make=Pool, kind="thread", surroundings=cluster)
ASKED = Adapter(name="asked", make=Pool, kind="thread", surroundings=cluster, intact=is_intact)
SILENT = Adapter(name="silent", make=Pool, kind="thread", surroundings=cluster, intact=cannot_tell)
'''

IS_LEFT_DEAD = '''
"""A pool that makes no calls once one was cancelled, and whose shutdown waits for ever."""

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

MADE = Path("made").absolute()


class Pool(ThreadPoolExecutor):
    def __init__(self, max_workers=2):
        super().__init__(max_workers)
        self.dead = False
        with MADE.open("a") as file:
            file.write(f"{os.getpid()} ")

    def submit(self, fn, /, *args, **kwargs):
        if self.dead:
            return Future()
        future = super().submit(fn, *args, **kwargs)
        cancel = future.cancel

        def cancel_and_die():
            self.dead = True
            return cancel()

        future.cancel = cancel_and_die
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        threading.Event().wait()
'''


@pytest.mark.parametrize(("name", "anew"), [("UNASKED", False), ("ASKED", True), ("SILENT", True)])
def test_surroundings_that_are_not_known_to_be_whole_are_entered_anew(
    run_cli, tmp_path, name, anew
):
    (tmp_path / "losing.py").write_text(LOSES_WORKERS, encoding="utf-8")
    clauses = ("--clause", "RES-03", "--clause", "RES-04")
    done = run_cli("check", f"losing:{name}", "-n", "1", *clauses)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (len((tmp_path / "entered").read_text(encoding="utf-8")) > 1) is anew


@pytest.mark.slow
def test_a_shared_executor_that_a_test_left_dead_is_used_no_more(run_cli, tmp_path):
    (tmp_path / "dying.py").write_text(IS_LEFT_DEAD, encoding="utf-8")
    clauses = ("--clause", "CAN-03", "--clause", "CBK-01")
    done = run_cli("check", "dying:Pool", "-n", "1", "--deadline", "2", *clauses)
    assert "CBK-01 pass" in done.stdout, done.stdout + done.stderr
    *_, before, last = (tmp_path / "made").read_text(encoding="utf-8").split()
    assert before == last, "no second executor was made in the process of the first"
