"""The chapter on `submit`: calls that it does not accept."""

import threading
from contextlib import suppress
from multiprocessing.process import BaseProcess

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("SUB-11")
def test_a_call_refused_after_shutdown_is_not_made(make_executor, journal):
    executor = make_executor()
    executor.submit(tasks.return_none).result()
    executor.shutdown(wait=False)
    with pytest.raises(RuntimeError):
        executor.submit(tasks.note, journal, "refused")
    executor.shutdown(wait=True)
    assert journal.entries() == [], "submit raised, and the call was made"


@verifies("SUB-11", kinds=("thread", "interpreter", "process"))
def test_a_call_refused_for_want_of_a_worker_is_not_made(make_executor, journal, monkeypatch):
    executor = make_executor()
    with monkeypatch.context() as patch:
        for kind in (threading.Thread, BaseProcess):
            patch.setattr(kind, "start", refuse_here(kind.start))
        try:
            executor.submit(tasks.note, journal, "refused")
        except Exception:
            refused = True
        else:
            refused = False
    with suppress(Exception):
        executor.submit(tasks.note, journal, "accepted").result()
    # It may fail as well for want of a worker, which is not this clause's concern.
    with suppress(Exception):
        executor.shutdown(wait=True)
    made = "refused" in journal.entries()
    assert not (refused and made), "submit raised, and the call was made"


def refuse_here(start):
    """Return a `start` that raises in this thread, as at the limit of a process or a system."""
    here = threading.get_ident()

    def refuse(self):
        if threading.get_ident() == here:
            raise RuntimeError("on purpose: there is room for no more")
        start(self)

    return refuse
