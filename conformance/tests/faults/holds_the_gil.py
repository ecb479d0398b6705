import collections
import itertools
from concurrent.futures import ThreadPoolExecutor


class HoldsTheGil(ThreadPoolExecutor):
    def map(self, fn, *iterables, timeout=None, chunksize=1):
        # A loop in C, which never comes back to the interpreter.
        collections.deque(itertools.repeat(None), maxlen=0)
