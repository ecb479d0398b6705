from concurrent.futures import ThreadPoolExecutor


class HasNoMap:
    def __init__(self, max_workers=None, initializer=None, initargs=()):
        self._pool = ThreadPoolExecutor(max_workers, "", initializer, initargs)

    def submit(self, fn, /, *args, **kwargs):
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.shutdown()
