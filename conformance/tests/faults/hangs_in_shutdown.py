import threading
from concurrent.futures import ThreadPoolExecutor


class HangsInShutdown(ThreadPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        if wait:
            threading.Event().wait()
