"""A thread pool that seems to work, with one fault."""

from concurrent.futures import ThreadPoolExecutor


class Pool(ThreadPoolExecutor):
    """Takes `wait=False` to mean that the work is no longer wanted."""

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Accept no more calls; wait for the accepted ones, or drop them."""
        super().shutdown(wait, cancel_futures=cancel_futures or not wait)
