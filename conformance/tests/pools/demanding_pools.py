"""Executors that cannot be judged without being told how: each with the adapter that tells."""

import atexit
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from executor_conformance import Adapter


class KeepsPriority(ThreadPoolExecutor):
    """Has a keyword of its own in submit."""

    def submit(self, fn, /, *args, priority=0, **kwargs):
        """Hand a call over, whatever its priority."""
        return super().submit(fn, *args, **kwargs)


class Scheduler:
    """Has other names for everything, and two methods in place of shutdown."""

    def __init__(self, max_workers=None):
        self._pool = ThreadPoolExecutor(max_workers)

    def schedule(self, fn, /, *args, **kwargs):
        """Hand a call over."""
        return self._pool.submit(fn, *args, **kwargs)

    def imap(self, fn, *iterables, timeout=None, chunksize=1):
        """Hand many calls over."""
        return self._pool.map(fn, *iterables, timeout=timeout)

    def close(self):
        """Take no more calls."""
        self._pool.shutdown(wait=False)

    def join(self):
        """Wait for the calls."""
        self._pool.shutdown(wait=True)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()
        self.join()


def close_and_join(scheduler, wait=True):
    """Do what shutdown does."""
    scheduler.close()
    if wait:
        scheduler.join()


class ThreeAtLeast(ThreadPoolExecutor):
    """Does not work with fewer than three workers."""

    def __init__(self, max_workers):
        if 0 < max_workers < 3:
            raise RuntimeError("three workers at least")
        super().__init__(max_workers)


class KeepsOneForItself(ThreadPoolExecutor):
    """Uses one of its workers for housekeeping."""

    def __init__(self, max_workers):
        super().__init__(max_workers - 1 if max_workers > 0 else max_workers)
        if max_workers == 1:
            raise RuntimeError("one for me, and who makes the calls?")


class TwoAtMost(ThreadPoolExecutor):
    """Has a licence for two."""

    def __init__(self, max_workers):
        if max_workers > 2:
            raise RuntimeError("the licence is for two")
        super().__init__(max_workers)


class NeverShutsDown(ThreadPoolExecutor):
    """Hangs in shutdown, and minds how its process ends."""

    def __init__(self, max_workers=None):
        super().__init__(max_workers)
        owner = os.getpid()
        atexit.register(lambda: owner == os.getpid() and note("ended normally"))

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Hang in the main thread, while the program runs."""
        if threading.main_thread().is_alive() and wait:
            time.sleep(1000)


class KeepsItsProgram(ThreadPoolExecutor):
    """Has its program wait for ever at its end, unless it has been shut down."""

    def __init__(self, max_workers=None):
        super().__init__(max_workers)
        self._over = threading.Event()
        threading.Thread(target=self._over.wait).start()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Let the program go."""
        self._over.set()
        super().shutdown(wait, cancel_futures=cancel_futures)


class BreaksAtAKeyword(ThreadPoolExecutor):
    """Is broken by a call with keywords, and hangs in shutdown."""

    _broken_for_good = False

    def submit(self, fn, /, *args, **kwargs):
        """Raise from the first call with a keyword on."""
        self._broken_for_good = self._broken_for_good or bool(kwargs)
        if self._broken_for_good:
            raise RuntimeError("broken for good")
        return super().submit(fn, *args)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Hang in the main thread, while the program runs."""
        if threading.main_thread().is_alive() and wait:
            time.sleep(1000)


def note(text):
    """Write a line where the test that judges looks for it."""
    with Path(os.environ["NOTES"]).open("a") as file:
        file.write(f"{text}\n")


def adapter(make, **fields):
    """Describe an executor whose calls run in threads."""
    return Adapter(name=make.__name__, make=make, kind="thread", **fields)


KEEPS_PRIORITY = adapter(KeepsPriority, submit_keywords=("priority",))
SCHEDULER = adapter(
    Scheduler,
    methods={"submit": "schedule", "map": "imap", "shutdown": close_and_join},
)
THREE_AT_LEAST = adapter(ThreeAtLeast, min_workers=3)
KEEPS_ONE_FOR_ITSELF = adapter(KeepsOneForItself, reserved_workers=1)
TWO_AT_MOST = adapter(TwoAtMost, workers=2)
NEVER_SHUTS_DOWN = adapter(NeverShutsDown, normal_exit=True)
NEVER_SHUTS_DOWN_EITHER = adapter(NeverShutsDown)
KEEPS_ITS_PROGRAM = adapter(KeepsItsProgram)
BREAKS_AT_A_KEYWORD = adapter(BreaksAtAKeyword)


class InterruptsWhoDisposesOfIt(ThreadPoolExecutor):
    """Breaks when a call of it raises `SystemExit`, and interrupts whoever shuts it down then."""

    def __init__(self, max_workers=None):
        super().__init__(max_workers)
        self._left = False

    def submit(self, fn, /, *args, **kwargs):
        """Hand a call over."""
        if self._left:
            raise RuntimeError("broken")
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._look)
        return future

    def _look(self, future):
        if not future.cancelled() and isinstance(future.exception(), SystemExit):
            self._left = True

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Shut down, and interrupt."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        if self._left:
            raise KeyboardInterrupt
