import os
from concurrent.futures import ThreadPoolExecutor


class ExitsInSubmit(ThreadPoolExecutor):
    def submit(self, fn, /, *args, **kwargs):
        if kwargs:
            os._exit(0)
        return super().submit(fn, *args)
