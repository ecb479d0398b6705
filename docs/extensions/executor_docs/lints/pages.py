"""The page of every chapter renders it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sphinx.util import logging

from executor_docs.contents import chapter_pages
from executor_docs.references import DOMAIN
from executor_docs.specification import specification_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from executor_docs.domain import ClauseDomain

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Register the lint."""
    app.connect("env-check-consistency", check)


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of chapters that no page renders."""
    specification = specification_of(app.config)
    rendered = cast("ClauseDomain", env.domains[DOMAIN]).clauses
    for chapter, page in chapter_pages(specification).items():
        clauses = specification.chapter(chapter).clauses
        if clauses and not any(clause.id in rendered for clause in clauses):
            logger.warning(
                "no page renders the chapter %s: put the line '.. spec:chapter:: %s' into %s.rst, "
                "or remove that file, and the build writes it",
                chapter,
                chapter,
                page,
                type=DOMAIN,
                subtype="page",
            )
