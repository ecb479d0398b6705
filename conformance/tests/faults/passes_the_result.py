from concurrent.futures import Future, ThreadPoolExecutor


class PassesResult(Future):
    def add_done_callback(self, fn):
        super().add_done_callback(lambda _: fn(self.outcome()))

    def outcome(self):
        return None if self.cancelled() else self.exception() or self.result()


class CallsBackWithTheResult(ThreadPoolExecutor):
    def submit(self, fn, /, *args, **kwargs):
        future = super().submit(fn, *args, **kwargs)
        future.__class__ = PassesResult
        return future
