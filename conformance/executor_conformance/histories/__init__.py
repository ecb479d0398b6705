"""Histories of threads that use one future or one executor at the same time, and their judge.

An *operation* is a call by one thread; it begins with its *invocation* and ends with its
*response*. A *history* holds the operations of a few threads, in the order of their invocations
and responses. It is right if its operations could have been made one after another with the same
answers, in an order in which each that had ended stands before each that began afterwards. What
one after another means for a future, the state table of the specification says::

    histories = record([BareRound(Future(), program) for program in future_programs(300, seed=0)])
    for history in histories:
        require_order(history)

`require_order` raises `AssertionError` with the history as a table of threads against time.
"""

from executor_conformance.histories.history import History, Operation
from executor_conformance.histories.linearization import find_order, require_order
from executor_conformance.histories.programs import (
    future_programs,
    live_programs,
    pool_programs,
)
from executor_conformance.histories.recording import record
from executor_conformance.histories.rounds import BareRound, LiveRound, PoolRound
from executor_conformance.histories.table import as_table

__all__ = [
    "BareRound",
    "History",
    "LiveRound",
    "Operation",
    "PoolRound",
    "as_table",
    "find_order",
    "future_programs",
    "live_programs",
    "pool_programs",
    "record",
    "require_order",
]
