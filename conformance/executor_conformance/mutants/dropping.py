"""A pool that drops what it cancels, as a base of mutants."""

from __future__ import annotations

import queue
from concurrent.futures import ThreadPoolExecutor


class DropsWhatItCancels(ThreadPoolExecutor):
    """Throws waiting calls away without a word to those who wait for them."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        while cancel_futures:
            try:
                item = self._work_queue.get_nowait()
            except queue.Empty:
                break
            if item is not None:
                item.future.cancel()
        super().shutdown(wait)
