"""A small project on disk that is built with the extension."""

import sys
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace

DOCS = Path(__file__).parents[1]
sys.path[:0] = [str(DOCS / "extensions"), str(DOCS / "examples")]

CHAPTER = """
prefix = "AAA"
title = "First"
introduction = "Words with ``code``."

[[clause]]
id = "AAA-01"
level = "must"
basis = ["ruling"]
sentence = "It MUST have `submit`."
why = "Nothing works without."
sources = ["pep-3148: Executor"]

[[clause]]
id = "AAA-02"
level = "implementation-defined"
basis = ["documented"]
sentence = "It MAY be either, see AAA-01."
needs.kinds = ["thread"]
needs.capabilities = ["gc"]
needs.workers = 2
builds-on = ["AAA-01"]
since = "3.14"
why = "Left open."
sources = ["library: Executor.submit"]
outcomes = ["this", "that"]
"""

INDEX = """
Title
=====

.. _bases:

Bases
-----

.. _capabilities:

Capabilities
------------

.. spec:contents::
"""


class Project:
    """Pages to be written and built; the specification has one chapter of two clauses."""

    def __init__(self, folder):
        self.source = folder / "source"
        self.output = folder / "output"
        self.pages = {"index": INDEX}
        spec = folder / "made-up"
        (spec / "chapters").mkdir(parents=True)
        (spec / "contents.toml").write_text('chapters = ["first"]')
        (spec / "capabilities.toml").write_text('[gc]\nmeaning = "cleans up"\nshows = "assumed"\n')
        (spec / "chapters" / "first.toml").write_text(CHAPTER)
        self.settings = {
            "extensions": ["executor_docs"],
            "spec_directory": str(spec),
            "html_theme": "basic",
            "nitpicky": True,
        }

    def build(self, builder="html"):
        """Write the pages, build them and return the warnings."""
        for name, text in self.pages.items():
            path = self.source / f"{name}.rst"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        warnings = StringIO()
        nocolor()
        with docutils_namespace():
            app = Sphinx(
                self.source,
                None,
                self.output,
                self.output / "doctrees",
                builder,
                confoverrides=self.settings,
                status=None,
                warning=warnings,
            )
            app.build()
        return warnings.getvalue()

    def page(self, name):
        """Return a built page."""
        return (self.output / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)
