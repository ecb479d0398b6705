"""The specification of `concurrent.futures.Executor` as data."""
