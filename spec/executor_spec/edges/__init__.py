"""What happens before what: points in time, the edges between them, and where there are none.

`executor_spec.load_edges` reads them from `edges.toml`. They stand apart from the clauses: who only
loads these does not wait for them.
"""

from executor_spec.edges.model import Edge, HappensBefore, Point, Unordered
from executor_spec.edges.vocabulary import Promise

__all__ = ["Edge", "HappensBefore", "Point", "Promise", "Unordered"]
