"""The guard: the process that owns a judged process tree and outlives whatever it does.

It is started by path with ``python -I -S`` and needs nothing but the standard library. It knows no
clauses: a test's id goes in, what became of it comes out.
"""

import os

PROGRAM = os.path.join(os.path.dirname(__file__), "__main__.py")
"""The file to run with ``python -I -S``."""
