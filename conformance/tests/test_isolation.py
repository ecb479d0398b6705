"""Nothing stays behind, whatever ends the command."""

import os
import platform
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from executor_conformance.guard import processes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]


def start_check(pools, mark, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "executor_conformance", "check", *arguments, "--path", str(pools)],
        env={**os.environ, "MARK_OF_THIS_RUN": mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("delay", [0.02, 0.15, 0.5, 1.2])
def test_a_signal_at_any_moment_leaves_no_process(pools, nothing_left, signum, delay):
    mark = uuid.uuid4().hex
    process = start_check(pools, mark, "useful_pools:HangsInSubmit")
    time.sleep(delay)
    process.send_signal(signum)
    process.communicate()
    nothing_left(mark)


def test_an_interrupted_run_says_so(pools, nothing_left):
    mark = uuid.uuid4().hex
    process = start_check(pools, mark, "useful_pools:HangsInSubmit")
    # The first line comes once the command is ready to be interrupted.
    assert process.stdout.readline().startswith("judging")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    nothing_left(mark)


def test_a_hang_with_children_around_leaves_no_process(pools, nothing_left):
    mark = uuid.uuid4().hex
    arguments = ("useful_pools:HangsInSubmit", "--clause", "SUB-14", "--deadline", "1")
    process = start_check(pools, mark, *arguments)
    out, _ = process.communicate()
    assert process.returncode == 1
    assert "SUB-14 hang" in out
    assert "in submit" in out, "the stack of the hung test is missing"
    nothing_left(mark)


def test_if_the_guard_is_killed_the_kit_says_that_it_failed(pools, nothing_left):
    mark = uuid.uuid4().hex
    process = start_check(pools, mark, "useful_pools:HangsInSubmit")
    assert process.stdout.readline().startswith("judging")
    guard = None
    while guard is None:
        children = subprocess.run(
            ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        guard = int(children[0]) if children else None
    time.sleep(0.3)
    os.kill(guard, signal.SIGKILL)
    _, err = process.communicate()
    assert process.returncode == 3
    assert "guard" in err


LOSES_ITS_FIRST_THREAD = """
import ctypes, platform, subprocess, sys, threading, time

threading.Thread(target=time.sleep, args=(1000,)).start()
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"]).pid, flush=True)
leave_thread = {"x86_64": 60, "aarch64": 93}[platform.machine()]
ctypes.CDLL(None).syscall(leave_thread, 0)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="calls the kernel of Linux by number",
)
def test_a_process_whose_first_thread_has_ended_is_not_overlooked_nor_what_is_below_it():
    command = [sys.executable, "-c", LOSES_ITS_FIRST_THREAD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        below = int(process.stdout.readline())
        stat = Path(f"/proc/{process.pid}/stat")
        # Not a verdict by the clock: a thread that has left is soon gone.
        while stat.read_text().rpartition(")")[2].split()[0] != "Z":
            time.sleep(0.01)
        found = processes.descendants(os.getpid())
        for pid in (below, process.pid):
            processes.kill(pid, signal.SIGKILL)
    assert {process.pid, below} <= set(found)
