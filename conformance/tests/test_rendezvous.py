import json
import pickle
import socket
import subprocess
import sys
import threading

import pytest

from executor_conformance.guard import PROGRAM
from executor_conformance.rendezvous.local import LocalRendezvous
from executor_conformance.rendezvous.remote import (
    Place,
    RemoteGate,
    RemoteJournal,
    RemoteRendezvous,
)


@pytest.fixture(scope="module")
def place():
    """Run a guard for its rendezvous."""
    import os

    guard = subprocess.Popen(
        [sys.executable, "-I", "-S", str(PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with guard, guard.stdin as stdin, guard.stdout as stdout:
        stdin.write(f"{os.getpid()}\n")
        stdin.flush()
        port, token, *_ = stdout.readline().split()
        yield Place("127.0.0.1", int(port), token)
        guard.terminate()


@pytest.fixture
def elsewhere(place):
    """Return the same rendezvous at an address that is not the guard's own."""
    if sys.platform != "linux":
        pytest.skip("needs a second address of this host")
    port = place.ask("listen", "127.0.0.2")["port"]
    return Place("127.0.0.2", port, place.token)


@pytest.fixture(params=["local", "remote"])
def rendezvous(request):
    if request.param == "local":
        return LocalRendezvous()
    return RemoteRendezvous(request.getfixturevalue("place"))


def in_thread(function):
    thread = threading.Thread(target=function, daemon=True)
    thread.start()
    return thread


def test_a_gate_holds_until_it_is_opened(rendezvous):
    gate = rendezvous.gate()

    def call():
        gate.journal.note("before")
        gate.wait()
        gate.journal.note("after")

    caller = in_thread(call)
    rendezvous.journal.wait_for("before")
    assert rendezvous.journal.entries() == ["before"]
    gate.open()
    caller.join()
    assert rendezvous.journal.entries() == ["before", "after"]


def test_an_open_gate_stays_open_for_everybody(rendezvous):
    gate = rendezvous.gate()
    gate.open()
    for caller in [in_thread(gate.wait) for _ in range(3)]:
        caller.join()


def test_gates_are_apart(rendezvous):
    first, second = rendezvous.gate(), rendezvous.gate()
    first.open()
    caller = in_thread(lambda: (second.wait(), rendezvous.journal.note("passed")))
    first.wait()
    assert rendezvous.journal.entries() == []
    rendezvous.open_all()
    caller.join()


def test_a_latch_releases_at_zero(rendezvous):
    latch = rendezvous.latch(3)
    waiter = in_thread(lambda: (latch.wait(), rendezvous.journal.note("released")))
    latch.count_down()
    latch.count_down()
    assert rendezvous.journal.entries() == []
    latch.count_down()
    waiter.join()
    assert rendezvous.journal.entries() == ["released"]


def test_the_journal_counts_equal_entries(rendezvous):
    journal = rendezvous.journal
    waiter = in_thread(lambda: journal.wait_for("x", times=2))
    journal.note("x")
    journal.note("y")
    journal.note("x")
    waiter.join()
    assert journal.entries() == ["x", "y", "x"]


@pytest.mark.parametrize("make", [LocalRendezvous, RemoteRendezvous])
def test_the_number_of_closed_gates_is_told(make, request):
    told = []
    arguments = [request.getfixturevalue("place")] if make is RemoteRendezvous else []
    rendezvous = make(*arguments, told.append)
    rendezvous.gate()
    rendezvous.gate()
    rendezvous.open_all()
    assert told[:2] == [1, 2]
    assert told[-1] == 0


def test_remote_handles_can_be_pickled(place):
    rendezvous = RemoteRendezvous(place)
    gate = pickle.loads(pickle.dumps(rendezvous.gate()))
    gate.open()
    gate.wait()
    gate.journal.note("here")
    assert rendezvous.journal.entries() == ["here"]


def test_two_tests_do_not_meet(place):
    first, second = RemoteRendezvous(place), RemoteRendezvous(place)
    first.journal.note("first")
    assert second.journal.entries() == []


def test_a_stranger_is_not_answered(place):
    stranger = Place(place.host, place.port, "wrong")
    with pytest.raises(ConnectionError):
        stranger.ask("entries", "0.journal")


def test_an_unknown_operation_is_refused_in_words(place):
    with pytest.raises(ConnectionError, match="unknown operation"):
        place.ask("explode", "name")


def test_the_rendezvous_is_the_same_at_a_further_address(place, elsewhere):
    rendezvous = RemoteRendezvous(place)
    gate = rendezvous.gate()
    there = RemoteGate(RemoteJournal(elsewhere, rendezvous.journal.name), gate.name)
    caller = in_thread(lambda: (there.wait(), there.journal.note("passed")))
    gate.open()
    caller.join()
    assert rendezvous.journal.entries() == ["passed"]


def test_a_further_address_keeps_its_port(place, elsewhere):
    assert place.ask("listen", elsewhere.host)["port"] == elsewhere.port


def test_a_further_address_offers_the_rendezvous_alone(elsewhere):
    with socket.create_connection((elsewhere.host, elsewhere.port)) as sock:
        greeting = {"token": elsewhere.token, "role": "session"}
        sock.sendall(json.dumps(greeting).encode() + b"\n")
        assert "unknown operation" in json.loads(sock.makefile().readline())["error"]
    with pytest.raises(ConnectionError, match="unknown operation"):
        elsewhere.ask("listen", "127.0.0.3")


def test_a_stranger_is_not_answered_at_a_further_address(elsewhere):
    with pytest.raises(ConnectionError):
        Place(elsewhere.host, elsewhere.port, "wrong").ask("entries", "0.journal")


def test_an_address_of_another_host_is_refused_in_words(place):
    # A block for documentation: no host has it.
    with pytest.raises(ConnectionError, match="assign requested address"):
        place.ask("listen", "192.0.2.1")
