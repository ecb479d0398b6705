"""A model of a future that follows the state table, and what compares a real one with it.

`drive` takes a new future through a list of steps. After each it compares the answers, the queries
and the calls of callbacks with the table, and raises `AssertionError` with all steps so far::

    drive(Future, [Step("add_done_callback"), Step("cancel"), Step("result", 0)])

`walks` gives steps that come through every cell of the table. All happens in one thread: that
callers who are blocked wake up is for other tests.
"""

from executor_conformance.model.driver import Driver, drive
from executor_conformance.model.future import FutureModel
from executor_conformance.model.step import Answer, Step
from executor_conformance.model.walks import walks, ways

__all__ = ["Answer", "Driver", "FutureModel", "Step", "drive", "walks", "ways"]
