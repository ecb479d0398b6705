"""The errors that are this package's own; all others are those of `concurrent.futures`."""

from concurrent.futures import BrokenExecutor


class BrokenThreadPool(BrokenExecutor):  # ERR-01
    """A thread pool can no longer run calls, because an initializer failed."""


class BrokenProcessPool(BrokenExecutor):  # ERR-01
    """A process pool can no longer run calls, because a worker died or could not start."""
