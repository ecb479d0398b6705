"""Settings of the documentation."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "executor-conformance"
author = "the executor-conformance authors"
version = release = version_of("executor-conformance")

extensions = ["sphinx.ext.autodoc", "executor_docs"]
exclude_patterns = ["_build", "extensions", "tests", "examples"]

# Docstrings and pages write code between single backquotes.
default_role = "literal"
nitpicky = True

# Types are told in the docstrings, in words; the signatures would need another project's inventory.
autodoc_typehints = "none"
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = "executor-conformance"
html_static_path = ["_static"]
html_css_files = [
    "clauses.css",
    "diagram.css",
    "states.css",
    "edges.css",
    "founding.css",
    "results.css",
]
html_js_files = ["results.js"]
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
