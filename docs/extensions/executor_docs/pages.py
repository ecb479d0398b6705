"""Writes the page of each chapter, so that a new chapter needs nothing but its own file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from executor_docs.contents import FOLDER, chapter_pages
from executor_docs.specification import specification_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from executor_spec import Specification

WRITTEN = re.compile(r"\.\. spec:chapter:: [\w-]+\n")


def setup(app: Sphinx) -> None:
    """Write the pages before Sphinx looks which there are."""
    app.connect("builder-inited", _write)


def _write(app: Sphinx) -> None:
    write_pages(Path(app.srcdir), specification_of(app.config))


def write_pages(folder: Path, specification: Specification) -> None:
    """Write the missing pages below `folder`, and remove those of chapters that are gone.

    A page that holds anything else than a written one is left as it is.
    """
    wanted = {}
    for chapter, page in chapter_pages(specification).items():
        wanted[folder / f"{page}.rst"] = f".. spec:chapter:: {chapter}\n"
    for path in (folder / FOLDER).glob("*.rst"):
        if path not in wanted and WRITTEN.fullmatch(path.read_text(encoding="utf-8")):
            path.unlink()
    for path, text in wanted.items():
        if not path.is_file():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
