from concurrent.futures import ThreadPoolExecutor

from executor_conformance import Adapter


class RunsInTheParent(ThreadPoolExecutor):
    pass


SAYS_PROCESSES = Adapter(name="RunsInTheParent", make=RunsInTheParent, kind="process")
