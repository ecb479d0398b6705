"""The calls that tests hand to executors. All that workers import: standard library only.

Functions are plain and at module level, so that every kind of worker can import them.
"""

from __future__ import annotations

import os
import threading

# Known to type checkers; importing `typing` for it would cost every worker.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from executor_conformance.rendezvous.protocols import Gate, Journal, Latch

n = 1
"""The module global that `add_to_n` changes, where it runs."""

_n_lock = threading.Lock()
_initialized: tuple[Any, ...] = ()
_initialized_by = 0
_initialized_here = threading.local()


def add_to_n(i: int) -> int:
    """Add to the global `n`, and return what it is then."""
    global n
    with _n_lock:
        n += i
        return n


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


def start_then_pass_gate(gate: Gate, name: str) -> str:
    """Note that the call has started, wait for the gate, note that it ends, return `name`."""
    gate.journal.note(f"{name} started")
    gate.wait()
    gate.journal.note(f"{name} ended")
    return name


def note(journal: Journal, text: str) -> str:
    """Note a text and return it."""
    journal.note(text)
    return text


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


def initialized_in_thread() -> tuple[Any, ...]:
    """Return what the initializer has remembered in this thread."""
    values: tuple[Any, ...] = getattr(_initialized_here, "values", ())
    return values


def initialized_in_process() -> tuple[Any, ...]:
    """Return what the initializer has remembered in this process."""
    # A forked worker inherits what an initializer has set in the submitting process.
    return _initialized if _initialized_by == os.getpid() else ()
