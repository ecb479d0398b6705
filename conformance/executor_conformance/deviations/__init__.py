"""Declared failures: which clauses an implementation is known to break, why, and when.

A declaration is a `Deviation`, written in Python or in a TOML file. What is declared to fail may,
and must: a declaration that has become untrue breaks the run. Those of the standard library's
executors are in ``stdlib.toml``, those of other packages in ``packages``. Importing this package
loads nothing else, since adapters name it.
"""

from executor_conformance.deviations.model import Deviation
from executor_conformance.deviations.standard import of_package, of_standard

__all__ = ["Deviation", "of_package", "of_standard"]
