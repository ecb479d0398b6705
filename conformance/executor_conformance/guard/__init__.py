"""The guard: the process that owns a judged process tree and outlives whatever it does.

It is started by path with ``python -I -S`` and needs nothing but the standard library. It knows no
clauses: a test's id goes in, what became of it comes out.
"""

from pathlib import Path

PROGRAM = Path(__file__).parent / "__main__.py"
"""The file to run with ``python -I -S``."""
