"""Workers on another host: two network namespaces with a cable between them."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("ip") is None, reason="needs the command ip, of Linux"),
    pytest.mark.skipif(find_spec("distributed") is None, reason="needs distributed"),
]

JUDGED_AT, WORKERS_AT = "10.77.0.1", "10.77.0.2"
PORT = "8786"
CLAUSES = ("SUB-02", "SUB-07", "MAP-01", "MAP-05", "SHD-02", "SHD-20", "WAI-01")


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


class Host:
    """A network namespace: all that makes another host of it for TCP."""

    def __init__(self, name):
        self.name = name

    def command(self, *arguments):
        return ["ip", "netns", "exec", self.name, *arguments]

    @property
    def network(self):
        """What a process of this host sees as its network."""
        looked = self.command("readlink", "/proc/self/ns/net")
        return subprocess.run(looked, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def hosts():
    """Return two hosts that reach each other, and this one not."""
    names = [f"ec{os.getpid()}{end}" for end in "ab"]
    with contextlib.ExitStack() as ending:
        for name in names:
            try:
                ip("netns", "add", name)
            except subprocess.CalledProcessError as error:
                pytest.skip(f"needs to be allowed network namespaces: {error.stderr.strip()}")
            ending.callback(ip, "netns", "delete", name)
        a, b = names
        ip("link", "add", a, "netns", a, "type", "veth", "peer", "name", b, "netns", b)
        for name, address in zip(names, (JUDGED_AT, WORKERS_AT), strict=True):
            ip("-n", name, "address", "add", f"{address}/24", "dev", name)
            for device in (name, "lo"):
                ip("-n", name, "link", "set", device, "up")
        yield Host(a), Host(b)


@pytest.fixture
def judge(hosts, pools, tmp_path):
    """Return a function that judges an adapter on one host, with the workers on the other."""
    here, there = hosts
    notes = tmp_path / "notes"
    notes.touch()

    def judge(attribute, *clauses):
        chosen = [word for clause in clauses for word in ("--clause", clause)]
        check = ("check", f"across_hosts:{attribute}", "--path", str(pools), *chosen)
        with workers(there, tmp_path):
            done = subprocess.run(
                here.command(sys.executable, "-m", "executor_conformance", *check),
                cwd=tmp_path,
                env={
                    **os.environ,
                    "COLUMNS": "80",
                    "JUDGED_AT": JUDGED_AT,
                    "SCHEDULER_PORT": PORT,
                    "NOTES": str(notes),
                },
                capture_output=True,
                text=True,
            )
        return done, [line.split() for line in notes.read_text().splitlines()]

    return judge


@contextlib.contextmanager
def workers(host, folder):
    """Have two workers try to reach the scheduler, in a folder of their own."""
    own = folder / "workers"
    own.mkdir()
    options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(own))
    command = [sys.executable, "-m", "distributed.cli.dask_worker", *options]
    with (own / "output").open("wb") as output, contextlib.ExitStack() as ending:
        for _ in range(2):
            worker = subprocess.Popen(
                host.command(*command, f"tcp://{JUDGED_AT}:{PORT}"),
                cwd=own,
                stdout=output,
                stderr=output,
            )
            ending.callback(worker.wait)
            ending.callback(worker.terminate)
        yield


def test_calls_on_another_host_meet_the_test_at_the_address_of_the_adapter(hosts, judge):
    done, notes = judge("REACHED", *CLAUSES)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"^all +{len(CLAUSES)}/{len(CLAUSES)} ", done.stdout, re.MULTILINE)
    assert notes, done.stdout + done.stderr
    networks, calls = zip(*notes, strict=True)
    assert set(networks) == {hosts[1].network}
    assert hosts[0].network != hosts[1].network
    assert sum(map(int, calls)) > 40, "SUB-07 alone makes forty calls"


def test_without_an_address_they_cannot(judge):
    done, _ = judge("LEFT_ALONE", "SUB-14", "SUB-02")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "SUB-02 fail" in done.stdout
    assert "Connection refused" in done.stdout
