"""What helps the tests of the suite."""

import sys
import threading

import pytest

from executor_conformance.child.helping import Helper


@pytest.fixture
def helper():
    found = Helper(look=5.0)
    yield found
    found.end()


def test_it_acts_when_the_caller_has_come_to_rest_in_a_call(helper):
    caller, event, seen = threading.get_ident(), threading.Event(), []

    def act():
        frame = sys._current_frames()[caller]
        while frame is not None:
            seen.append(frame.f_code.co_name)
            frame = frame.f_back
        event.set()

    helper.act_once_blocked(act)
    event.wait()
    assert "wait" in seen


def test_it_acts_in_the_end_when_the_caller_never_rests():
    helper, acted = Helper(look=0.02), []
    helper.act_once_blocked(lambda: acted.append(True))
    while not acted:
        pass
    helper.end()
