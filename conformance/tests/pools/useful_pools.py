"""Executors that the kit's own tests judge by name."""

import os
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from executor_conformance import Adapter

number = 5


class Pool(ThreadPoolExecutor):
    """A pool that keeps every clause."""


def make_pool():
    """Make a pool of a fixed size that nobody can choose."""
    return ThreadPoolExecutor(2)


def raises():
    """Make nothing."""
    raise RuntimeError("no pool today")


def gives_a_number():
    """Make something that is no executor."""
    return 5


class HasNoSubmit:
    """Not an executor."""


class DropsKeywords(ThreadPoolExecutor):
    """Breaks SUB-03."""

    def submit(self, fn, /, *args, **kwargs):
        """Pass on positional arguments only."""
        return super().submit(fn, *args)


class HangsInSubmit(ThreadPoolExecutor):
    """Never returns from submit, with children around."""

    def submit(self, fn, /, *args, **kwargs):
        """Start a process, then wait for ever."""
        self.pool = ProcessPoolExecutor(1)
        self.pool.submit(time.sleep, 1000)
        time.sleep(1000)


class LeavesTheFolder(ThreadPoolExecutor):
    """Changes the working directory in every call of submit."""

    def submit(self, fn, /, *args, **kwargs):
        """Change the folder."""
        os.chdir("/")
        return super().submit(fn, *args, **kwargs)


adapter = Adapter(name="by adapter", make=Pool, kind="thread", version="7")


class MeetsElsewhere(ProcessPoolExecutor):
    """Takes only calls whose gates are at the address that its adapter names."""

    def submit(self, fn, /, *args, **kwargs):
        """Look where each gate is."""
        hosts = [arg.journal.place.host for arg in args if hasattr(arg, "journal")]
        if any(host != "127.0.0.2" for host in hosts):
            raise ValueError(f"a gate is at {hosts}")
        return super().submit(fn, *args, **kwargs)


MEETS_ELSEWHERE = Adapter(
    name="meets elsewhere", make=MeetsElsewhere, kind="process", address="127.0.0.2"
)
MEETS_NOWHERE = Adapter(name="meets nowhere", make=Pool, kind="process", address="192.0.2.1")
