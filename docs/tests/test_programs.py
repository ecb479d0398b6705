"""Programs that are run for a page."""

import pytest

from executor_docs.programs import ProgramError, run_program, run_programs


def program(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_programs_print_in_the_order_in_which_they_are_named(tmp_path):
    first = program(tmp_path, "first.py", "print('one\\ntwo')")
    second = program(tmp_path, "second.py", "print('é')")
    assert run_programs([first, second, first]) == ["one\ntwo", "é", "one\ntwo"]


def test_a_program_that_fails_is_named_with_what_it_printed(tmp_path):
    path = program(tmp_path, "faulty.py", "print('so far')\nraise SystemExit(3)")
    with pytest.raises(ProgramError, match=r"faulty\.py ended with status 3\.\nso far"):
        run_programs([path])


def test_a_program_that_does_not_end_is_ended(tmp_path):
    path = program(tmp_path, "endless.py", "import threading\nthreading.Event().wait()\n")
    with pytest.raises(ProgramError, match=r"endless\.py had not ended after 0\.5 seconds\."):
        run_program(path, limit=0.5)
