import queue
import time
from concurrent.futures import ThreadPoolExecutor


class MapsAsCompleted(ThreadPoolExecutor):
    def map(self, fn, *iterables, timeout=None, chunksize=1):
        deadline = None if timeout is None else time.monotonic() + timeout
        done = queue.SimpleQueue()
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]
        for future in futures:
            future.add_done_callback(done.put)

        def results():
            for _ in futures:
                left = None if deadline is None else max(0, deadline - time.monotonic())
                try:
                    yield done.get(timeout=left).result()
                except queue.Empty:
                    raise TimeoutError from None

        return results()
