"""The calls that tests hand to executors. All that workers import: standard library only.

Functions are plain and at module level, so that every kind of worker can import them.
"""

from __future__ import annotations

import os
import sys
import threading
import time

# Known to type checkers; importing `typing` for it would cost every worker.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from executor_conformance.rendezvous.protocols import Gate, Journal, Latch

n = 1
"""The module global that `add_to_n` changes, where it runs."""

_n_lock = threading.Lock()
_initialized: tuple[Any, ...] = ()
_initialized_by = 0
_initialized_here = threading.local()
_times_initialized: dict[int, int] = {}


def add_to_n(i: int) -> int:
    """Add to the global `n`, and return what it is then."""
    global n
    with _n_lock:
        n += i
        return n


def assign_to_n(i: int) -> None:
    """Assign to the global `n`, and use no other global."""
    global n
    n = i


def read_n() -> int:
    """Return the global `n`."""
    return n


def meet_and_add_to_n(latch: Latch, i: int) -> int:
    """Add to the global `n`, and return what it is once other calls have done so too."""
    add_to_n(i)
    meet(latch)
    return n


def interpreter() -> int:
    """Return a number that tells the interpreters of this process apart while they live."""
    return id(sys.modules)


def meet_and_tell_interpreter(latch: Latch) -> int:
    """Return which interpreter this is, once other calls have come here too."""
    meet(latch)
    return interpreter()


def return_value(value: Any) -> Any:
    """Return the argument."""
    return value


def return_none() -> None:
    """Do nothing."""


def return_call(*args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments of this call."""
    return args, kwargs


def fail_with(error: BaseException) -> None:
    """Raise the argument."""
    raise error


def fail_below(error: BaseException) -> None:
    """Raise the argument, in another function than this one."""
    fail_with(error)


class FalseError(Exception):
    """An exception whose truth value is false."""

    def __bool__(self) -> bool:
        return False


class EmptyError(Exception):
    """An exception that has a length, which is zero."""

    def __len__(self) -> int:
        return 0


class DetailedError(Exception):
    """An exception with an attribute."""

    detail: Any = None


def fail_in_detail(*args: Any) -> None:
    """Raise an exception that has more to it than its arguments."""
    error = DetailedError(*args)
    error.detail = {"where": "in the call"}
    error.add_note("a note")
    raise error


def fail_with_a_group() -> None:
    """Raise several exceptions as one."""
    raise ExceptionGroup("several", [ValueError(1), KeyError("key")])


def fail_after(causes: int) -> None:
    """Raise an exception that comes at the end of a long chain of causes."""
    error = ValueError("first")
    for number in range(causes):
        cause, error = error, ValueError(number)
        error.__cause__ = cause
    raise error


def append(items: list[Any], item: Any) -> list[Any]:
    """Append to a list and return it."""
    items.append(item)
    return items


def slowly(fn: Any, *args: Any) -> Any:
    """Make a call after a moment, in which whoever does not wait for it goes on."""
    time.sleep(0.002)
    return fn(*args)


class Thing:
    """An object of which one can tell whether it is still there."""


def make_thing(_: Any = None) -> Thing:
    """Return a new object."""
    return Thing()


def ignore(*_: Any) -> None:
    """Take any arguments and do nothing with them."""


def note_when_gone(journal: Journal, thing: Thing) -> None:
    """Make a note when the argument, as it is here, has gone."""
    import weakref

    weakref.finalize(thing, journal.note, "gone").atexit = False


def reverse(data: bytes) -> bytes:
    """Return the bytes from the last to the first."""
    return data[::-1]


def return_a_lock() -> Any:
    """Return what cannot be transported."""
    return threading.Lock()


class NotRebuiltError(Exception):
    """An exception that cannot be made anew from its arguments."""

    def __init__(self, first: str, second: str):
        super().__init__(f"{first} {second}")


def fail_beyond_repair() -> None:
    """Raise an exception that cannot be transported."""
    raise NotRebuiltError("cannot be", "rebuilt")


def fail_to_start(text: str) -> None:
    """Be an initializer that raises."""
    raise ValueError(text)


def note_at_exit(journal: Journal) -> None:
    """Register a handler that makes a note when this worker ends."""
    import atexit

    atexit.register(journal.note, "handler ran")


def status_of_a_child() -> int | None:
    """Start a process, wait for its end, and return its exit status."""
    import multiprocessing

    # The quickest method where it is safe.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    process = context.Process(target=os._exit, args=(7,))
    process.start()
    process.join()
    status: int | None = process.exitcode
    return status


def process_id() -> int:
    """Return the id of the process that runs this call."""
    return os.getpid()


def whereabouts() -> tuple[int, int]:
    """Return the ids of the process and of the thread that run this call."""
    return os.getpid(), threading.get_ident()


def pass_gate_then_tell_where(gate: Gate) -> tuple[int, int]:
    """Do the same, once the gate is open."""
    gate.wait()
    return whereabouts()


def add_to_n_and_tell_where(i: int) -> tuple[int, int, int]:
    """Add to the global `n`; return the id of this process, what was added, and `n`."""
    return os.getpid(), i, add_to_n(i)


def answer(item: Any, *rest: Any) -> tuple[Any, ...]:
    """Return the arguments, or raise `ValueError` with them if `item` is a text."""
    if isinstance(item, str):
        raise ValueError(item, *rest)
    return item, *rest


def return_or_raise(item: Any) -> Any:
    """Return the argument, or raise it if it is an exception."""
    if isinstance(item, BaseException):
        raise item
    return item


class Adder:
    """Callable in many ways."""

    def __init__(self, first: int):
        self._first = first

    def __call__(self, second: int) -> int:
        """Be an instance that can be called."""
        return self._first + second

    def add(self, second: int) -> int:
        """Be a bound method."""
        return self._first + second

    @classmethod
    def add_one(cls, second: int) -> int:
        """Be a class method."""
        return cls(1).add(second)

    @staticmethod
    def add_two(second: int) -> int:
        """Be a static method."""
        return second + 2


def generate(journal: Journal) -> Iterator[str]:
    """Be a generator that notes that it was started."""
    journal.note("started")
    yield "item"


async def wait_for_nothing(journal: Journal) -> None:
    """Be a coroutine that notes that it was started."""
    journal.note("started")


_counted_here = threading.local()


def count_in_thread() -> tuple[threading.Thread, int]:
    """Count the calls of this function in this thread; return the thread and their number."""
    _counted_here.number = getattr(_counted_here, "number", 0) + 1
    return threading.current_thread(), _counted_here.number


def meet_and_count_in_thread(latch: Latch) -> tuple[threading.Thread, int]:
    """Do the same once other calls have come here too."""
    meet(latch)
    return count_in_thread()


def meet_and_tell_thread_name(latch: Latch) -> str:
    """Return the name of this thread once other calls have come here too."""
    meet(latch)
    return thread_name()


def thread_name() -> str:
    """Return the name of the thread that runs this call."""
    return threading.current_thread().name


def process_class() -> str:
    """Return the name of the class by which `multiprocessing` started this process."""
    import multiprocessing

    return type(multiprocessing.current_process()).__name__


def print_line(text: str) -> None:
    """Print a line in one piece, and leave it in the buffer."""
    print(f"{text}\n", end="")


def meet(latch: Latch) -> None:
    """Return once as many calls have come here as the latch counts."""
    latch.count_down()
    latch.wait()


def meet_and_tell_process_name(latch: Latch) -> str:
    """Return the name of this process once other calls have come here too."""
    import multiprocessing

    meet(latch)
    return multiprocessing.current_process().name


def note_process(journal: Journal, _future: Any = None) -> None:
    """Be a callback that notes the id of the process in which it is called."""
    journal.note(str(os.getpid()))


def pass_gate(gate: Gate) -> None:
    """Return once the gate is open."""
    gate.wait()


def pass_gate_then_return(gate: Gate, value: Any) -> Any:
    """Return `value` once the gate is open, and note it just before."""
    gate.wait()
    gate.journal.note(f"{value} returned")
    return value


def pass_gate_then_return_or_raise(gate: Gate, item: Any) -> Any:
    """Return the argument, or raise it if it is an exception, once the gate is open."""
    gate.wait()
    return return_or_raise(item)


def start_then_pass_gate(gate: Gate, name: str) -> str:
    """Note that the call has started, wait for the gate, note that it ends, return `name`."""
    gate.journal.note(f"{name} started")
    gate.wait()
    gate.journal.note(f"{name} ended")
    return name


def start_then_fail(gate: Gate, error: BaseException) -> None:
    """Note that the call has started, wait for the gate, raise `error`."""
    gate.journal.note("call started")
    gate.wait()
    raise error


def note(journal: Journal, text: str) -> str:
    """Note a text and return it."""
    journal.note(text)
    return text


def read(values: list[Any]) -> list[Any]:
    """Return what is in a list now."""
    return list(values)


def entries(journal: Journal) -> list[str]:
    """Return what has been noted so far."""
    return journal.entries()


def note_call(journal: Journal, *args: Any) -> tuple[Any, ...]:
    """Note the arguments of this call and return them."""
    journal.note(repr(args))
    return args


def enter_and_leave(journal: Journal, gate: Gate) -> None:
    """Note when the call has been entered and when it is left, with a gate in between."""
    journal.note("entered")
    gate.wait()
    journal.note("left")


def enter_and_leave_a_worker(journal: Journal, gate: Gate, by_thread: bool) -> None:
    """Note which worker is entered and left: this thread, or this whole process."""
    worker = f"{os.getpid()}/{threading.get_ident()}" if by_thread else f"{os.getpid()}"
    journal.note(f"entered {worker}")
    gate.wait()
    journal.note(f"left {worker}")


def pass_gate_then_fail(gate: Gate, error: BaseException) -> None:
    """Raise `error` once the gate is open."""
    gate.wait()
    raise error


def pass_gate_then_exit(gate: Gate, status: int) -> None:
    """End this process at once, past all that would clean up, when the gate is open."""
    gate.wait()
    os._exit(status)


def pass_gate_then_end_process(gate: Gate) -> None:
    """End the process that runs this call as a crash would, once the gate is open."""
    gate.wait()
    os._exit(1)


def initialize_through_gate(gate: Gate, *values: Any) -> None:
    """Be an initializer that remembers `values`, for its thread and its process, past a gate."""
    global _initialized, _initialized_by
    gate.wait()
    _initialized = _initialized_here.values = values
    _initialized_by = os.getpid()


def count_initialization() -> None:
    """Be an initializer that counts how often it was called, in its thread and its process."""
    _initialized_here.times = getattr(_initialized_here, "times", 0) + 1
    # A forked worker inherits the counts of other processes.
    _times_initialized[os.getpid()] = _times_initialized.get(os.getpid(), 0) + 1


def times_initialized(in_thread: bool) -> int:
    """Return how often `count_initialization` was called in this thread, or in this process."""
    times: int = getattr(_initialized_here, "times", 0)
    return times if in_thread else _times_initialized.get(os.getpid(), 0)


def fail_if_noted(journal: Journal, text: str) -> None:
    """Be an initializer that raises `ValueError` once the journal has that entry."""
    if text in journal.entries():
        raise ValueError(f"on purpose, since {text}")


def initialized_in_thread() -> tuple[Any, ...]:
    """Return what the initializer has remembered in this thread."""
    values: tuple[Any, ...] = getattr(_initialized_here, "values", ())
    return values


def initialized_in_process() -> tuple[Any, ...]:
    """Return what the initializer has remembered in this process."""
    # A forked worker inherits what an initializer has set in the submitting process.
    return _initialized if _initialized_by == os.getpid() else ()
