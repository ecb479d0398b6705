"""What is judged where no target is named. Names only: nothing is imported for them."""

from __future__ import annotations

DEFAULT_TARGETS = (
    "executor_reference:ThreadPoolExecutor",
    "executor_reference:ProcessPoolExecutor",
)


REFERENCE = (*DEFAULT_TARGETS, "executor_reference:InlineExecutor")


def standard_targets() -> tuple[str, ...]:
    """Return the executors of this Python's standard library, process pools by start method."""
    import concurrent.futures
    import multiprocessing

    methods = sorted(multiprocessing.get_all_start_methods())
    more = hasattr(concurrent.futures, "InterpreterPoolExecutor")
    return (
        "concurrent.futures:ThreadPoolExecutor",
        *(f"executor_conformance.adapters.stdlib:PROCESS_{name.upper()}" for name in methods),
        *(("concurrent.futures:InterpreterPoolExecutor",) if more else ()),
    )
