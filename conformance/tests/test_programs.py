"""Whole programs: a copy of a prepared process ends as a started Python does."""

import os
import signal
import socket
import subprocess
import sys
import textwrap

import pytest

from executor_conformance.guard.programs import START
from executor_conformance.programs import Forked, Program

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "pidfd_open"), reason="programs are started here"
)


@pytest.fixture
def ask(tmp_path):
    """Return where programs can be asked for."""
    path = str(tmp_path / "ask")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        command = [sys.executable, "-c", START.format(listener=listener.fileno())]
        process = subprocess.Popen(command, pass_fds=[listener.fileno()])
    yield path
    process.kill()
    process.wait()


@pytest.fixture(params=["forked", "started"])
def run(request, tmp_path):
    """Return a function that starts a program in each of the two ways."""
    where = request.getfixturevalue("ask") if request.param == "forked" else ""
    folder = tmp_path / "program"
    folder.mkdir()

    def start(text):
        script = folder / "program.py"
        script.write_text(textwrap.dedent(text))
        return Program(script, where)

    return start


def test_a_program_ends_with_status_zero(run):
    ended = run("print('out')").wait()
    assert (ended.status, ended.stdout, ended.stderr) == (0, "out\n", "")


def test_an_error_is_shown_and_ends_it_with_status_one(run):
    ended = run("raise ValueError('on purpose')").wait()
    assert ended.status == 1
    assert ended.stderr.rstrip().endswith("ValueError: on purpose")
    assert "program.py" in ended.stderr


def test_it_ends_with_the_status_that_it_asks_for(run):
    assert run("raise SystemExit(7)").wait().status == 7
    assert run("import os; os._exit(8)").wait().status == 8


def test_a_signal_shows_as_a_negative_status(run):
    text = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert run(text).wait().status == -signal.SIGKILL


def test_handlers_for_the_exit_run_after_threads_have_ended(run):
    ended = run("""
        import atexit, threading, time
        atexit.register(print, "handler")
        threading.Thread(target=lambda: (time.sleep(0.05), print("thread"))).start()
        print("main")
    """).wait()
    assert ended.stdout.split() == ["main", "thread", "handler"]


def test_its_main_module_is_the_script(run):
    ended = run("""
        import __main__, sys
        print(__name__, __main__.__file__ == sys.argv[0] == __file__, __main__.__spec__)
    """).wait()
    assert ended.stdout == "__main__ True None\n"


def test_spawned_workers_import_its_main_module(run):
    ended = run("""
        import multiprocessing
        print(__name__)
        def tell():
            print("called in", __name__)
        if __name__ == "__main__":
            worker = multiprocessing.get_context("spawn").Process(target=tell)
            worker.start()
            worker.join()
    """).wait()
    lines = sorted(ended.stdout.splitlines())
    assert lines == ["__main__", "__mp_main__", "called in __mp_main__"], ended.stderr


def test_it_has_the_environment_and_directory_of_the_judged_process(run, monkeypatch, tmp_path):
    monkeypatch.setenv("OF_THE_JUDGED", "there")
    monkeypatch.chdir(tmp_path)
    ended = run("import os; print(os.environ.get('OF_THE_JUDGED'), os.getcwd())").wait()
    assert ended.stdout == f"there {tmp_path}\n"


def test_it_can_be_killed(run):
    program = run("import time; time.sleep(600)")
    assert not program.has_ended()
    program.kill()
    assert program.has_ended()
    assert program.wait().status == -signal.SIGKILL


def test_programs_run_side_by_side(ask, tmp_path):
    programs = []
    for number in range(3):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "program.py").write_text(f"raise SystemExit({number})")
        programs.append(Program(folder / "program.py", ask))
    assert [program.wait().status for program in reversed(programs)] == [2, 1, 0]


def test_a_program_is_started_where_none_can_be_asked_for(tmp_path):
    script = tmp_path / "program.py"
    script.write_text("raise SystemExit(7)")
    assert Program(script, str(tmp_path / "nowhere")).wait().status == 7


def test_a_copy_has_no_descriptors_of_the_process_it_comes_from(ask, tmp_path):
    script = tmp_path / "program.py"
    script.write_text("import os; print(sorted(int(fd) for fd in os.listdir('/proc/self/fd')))")
    ended = Program(script, ask).wait()
    # The fourth is that of the listing.
    assert ended.stdout == "[0, 1, 2, 3]\n"


def test_whoever_asks_learns_that_the_process_has_gone(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        Forked(str(tmp_path / "nowhere"), *[tmp_path / "file"] * 3)
