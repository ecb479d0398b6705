import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor


def never_answer(fn, /, *args, **kwargs):
    while True:
        signal.pause()


class NeverAnswers(ProcessPoolExecutor):
    def __init__(self, max_workers=None):
        super().__init__(max_workers, multiprocessing.get_context("fork"))

    def submit(self, fn, /, *args, **kwargs):
        return super().submit(never_answer, fn, *args, **kwargs)
