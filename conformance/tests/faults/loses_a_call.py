import contextlib
import queue
from concurrent.futures import ThreadPoolExecutor


class LosesACall(ThreadPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        if wait:
            with contextlib.suppress(queue.Empty):
                self._work_queue.get_nowait()
        super().shutdown(wait, cancel_futures=cancel_futures)
