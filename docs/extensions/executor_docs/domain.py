"""The domain `spec`: clauses as objects that pages, and other projects, can link to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from executor_docs.chapter import ChapterDirective
from executor_docs.contents import ContentsDirective
from executor_docs.edges import EDGES
from executor_docs.founding import FoundingDirective
from executor_docs.listing import ListingDirective
from executor_docs.optional_file import OptionalFileDirective
from executor_docs.references import DOMAIN, passage_anchor
from executor_docs.results import RESULTS
from executor_docs.specification import specification_of
from executor_docs.state_diagram import StateDiagramDirective
from executor_docs.states import STATES
from executor_docs.tables import TABLES
from executor_spec import UnknownClauseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from docutils import nodes
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


class ClauseRole(XRefRole):
    """Links to a clause; written without the name of the domain, too."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Point the node into this domain."""
        refnode["refdomain"] = DOMAIN
        refnode["reftype"] = "clause"
        return title, target


class ClauseDomain(Domain):
    """Knows the page of each clause, of each listed module, and of each founding passage."""

    name = DOMAIN
    label = "Specification"
    object_types: ClassVar = {"clause": ObjType("clause", "clause")}
    directives: ClassVar = {
        "chapter": ChapterDirective,
        "contents": ContentsDirective,
        "file": OptionalFileDirective,
        "founding": FoundingDirective,
        "listing": ListingDirective,
        "state-diagram": StateDiagramDirective,
        **EDGES,
        **RESULTS,
        **STATES,
        **TABLES,
    }
    roles: ClassVar = {"clause": ClauseRole(warn_dangling=True)}
    initial_data: ClassVar = {"clauses": {}, "listings": {}, "passages": {}}
    data_version = 2

    @property
    def clauses(self) -> dict[str, str]:
        """The page of each rendered clause."""
        found: dict[str, str] = self.data["clauses"]
        return found

    @property
    def listings(self) -> dict[str, str]:
        """The page of each listed module of the reference implementation."""
        found: dict[str, str] = self.data["listings"]
        return found

    @property
    def passages(self) -> dict[str, str]:
        """The page of each passage of the founding document."""
        found: dict[str, str] = self.data["passages"]
        return found

    def note_clause(self, clause_id: str, docname: str, location: Element) -> None:
        """Remember where a clause is rendered."""
        other = self.clauses.setdefault(clause_id, docname)
        if other != docname:
            logger.warning(
                "%s is rendered in %s already; keep one of the two pages",
                clause_id,
                other,
                location=location,
                type=DOMAIN,
                subtype="duplicate",
            )

    def note_listing(self, module: str, docname: str) -> None:
        """Remember where a module of the reference implementation is listed."""
        self.listings[module] = docname

    def note_passage(self, passage_id: str, docname: str) -> None:
        """Remember where a passage of the founding document is restated."""
        self.passages[passage_id] = docname

    def clear_doc(self, docname: str) -> None:
        """Forget what a page held."""
        for pages in (self.clauses, self.listings, self.passages):
            for name in [name for name, page in pages.items() if page == docname]:
                del pages[name]

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader found."""
        for kind in self.initial_data:
            for name, page in otherdata[kind].items():
                if page in docnames:
                    self.data[kind][name] = page

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link to a clause, to a line of a listing or to a passage."""
        if typ == "line":
            return self._line(fromdocname, builder, target, contnode)
        if typ == "passage":
            return self._passage(fromdocname, builder, target, contnode)
        docname = self.clauses.get(target)
        if docname is None:
            return None
        clause = specification_of(env.config).clause(target)
        tooltip = f"{clause.level}: {clause.sentence}"
        return make_refnode(builder, fromdocname, docname, target, contnode, tooltip)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Leave the role `any` to the label that each clause has as well."""
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield all clauses, for the search and for the inventory."""
        for clause_id, docname in self.clauses.items():
            yield clause_id, clause_id, "clause", docname, clause_id, 1

    def _line(
        self, fromdocname: str, builder: Builder, target: str, contnode: Element
    ) -> nodes.reference:
        module, _, line = target.partition(":")
        docname = self.listings.get(module)
        if docname is None:
            # Not an error: a project may render the clauses without listing any source.
            return contnode  # type: ignore[return-value]
        return make_refnode(builder, fromdocname, docname, f"{module}-{line}", contnode)

    def _passage(
        self, fromdocname: str, builder: Builder, target: str, contnode: Element
    ) -> nodes.reference:
        docname = self.passages.get(target)
        if docname is None:
            # Not an error either: a project may do without the founding document.
            return contnode  # type: ignore[return-value]
        return make_refnode(builder, fromdocname, docname, passage_anchor(target), contnode)


def setup(app: Sphinx) -> None:
    """Register the domain, and its role under the short name `clause`."""
    app.add_domain(ClauseDomain)
    app.add_role("clause", ClauseRole(warn_dangling=True))
    app.connect("warn-missing-reference", _warn_of_unknown_clause)


def _warn_of_unknown_clause(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say which clause was probably meant, or which page is missing."""
    if domain is None or domain.name != DOMAIN:
        return None
    clause_id = node["reftarget"]
    try:
        chapter = specification_of(app.config).clause(clause_id).chapter
    except UnknownClauseError as error:
        problem = str(error)
    else:
        problem = f"No page renders {clause_id}, of the chapter {chapter}."
    logger.warning("%s", problem, location=node, type=DOMAIN, subtype="unknown")
    return True
