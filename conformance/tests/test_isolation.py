"""Nothing stays behind, whatever ends the command."""

import os
import signal
import subprocess
import sys
import time
import uuid

import pytest

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
