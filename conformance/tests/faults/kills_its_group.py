import os
import signal
from concurrent.futures import ThreadPoolExecutor


class KillsItsGroup(ThreadPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        if not wait:
            os.killpg(0, signal.SIGKILL)
        super().shutdown(wait, cancel_futures=cancel_futures)
