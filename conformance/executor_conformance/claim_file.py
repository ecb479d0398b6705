"""The file of a claim: small, TOML, for people and programs."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from executor_conformance.claiming import Claim
from executor_conformance.deviations.model import SHOWS, Deviation
from executor_conformance.errors import UsageError
from executor_conformance.judgement import Verdict
from executor_spec import SpecificationError
from executor_spec.table import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from executor_spec import Specification
    from executor_spec.table import Table

FORM = 1
"""The form of the file; one that is read otherwise gets another number."""

TABLES = ("claim", "who", "executor", "judged", "counts", "verdicts", "deviation")

_HEAD = """\
# A claim of conformance to the specification of concurrent.futures.Executor.
# Anyone can verify it: executor-conformance claim verify THIS-FILE
"""


def as_toml(claim: Claim, spec: Specification) -> str:
    """Return the file of a claim."""
    return "\n".join(_lines(claim, spec)) + "\n"


def _lines(claim: Claim, spec: Specification) -> Iterator[str]:
    yield f"{_HEAD}\nclaim = {FORM}\n\n[who]\nname = {_quoted(claim.who)}"
    if claim.contact:
        yield f"contact = {_quoted(claim.contact)}"
    if claim.url:
        yield f"url = {_quoted(claim.url)}"
    yield "\n[executor]"
    for key in ("name", "version", "target", "kind", "python", "platform"):
        if value := getattr(claim, key):
            yield f"{key} = {_quoted(value)}"
    yield "\n[judged]"
    what = "conforming, with declared deviations" if claim.deviations else "conforming"
    yield f"result = {_quoted(what)}"
    yield f"specification = {_quoted(claim.spec)}"
    yield f"specification-hash = {_quoted(claim.spec_hash)}"
    yield f"kit = {_quoted(claim.kit)}"
    yield f"report-sha256 = {_quoted(claim.digest)}"
    if claim.published:
        yield f"report-url = {_quoted(claim.published)}"
    if list(claim.verdicts) != [clause.id for clause in spec.clauses]:
        yield "# Only these of all clauses."
        yield f"only = {_array(claim.verdicts)}"
    yield "\n# How many clauses came to each verdict, and which to another one than pass."
    yield "[counts]"
    for verdict, count in sorted(claim.counts.items()):
        yield f"{verdict} = {count}"
    yield "\n[verdicts]"
    for verdict in sorted(set(claim.verdicts.values()) - {Verdict.PASS}):
        yield f"{verdict} = {_array(n for n, v in claim.verdicts.items() if v == verdict)}"
    for deviation in claim.deviations:
        yield f"\n[[deviation]]\nclause = {_quoted(deviation.clause)}"
        yield f"reason = {_quoted(deviation.reason)}"
        if deviation.link:
            yield f"link = {_quoted(deviation.link)}"
        if deviation.shows != "fail":
            yield f"shows = {_quoted(deviation.shows)}"
        if deviation.racy:
            yield "racy = true"


def _quoted(text: str) -> str:
    # Of what JSON leaves as it is, TOML wants one more character escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _array(words: Iterable[str]) -> str:
    listed = ", ".join(map(_quoted, words))
    if len(listed) < 60:
        return f"[{listed}]"
    lines = textwrap.wrap(listed, 78, break_long_words=False, break_on_hyphens=False)
    return "[\n" + "".join(f"  {line}\n" for line in lines).rstrip() + ",\n]"


def read_claim(path: Path, spec: Specification) -> Claim:
    """Read the file of a claim.

    Raises `UsageError` for what is no claim, and for one that is about another specification.
    """
    try:
        table = read_table(path, str(path))
        if table.integer("claim") != FORM:
            raise UsageError(f"{path}: this kit reads claims of form {FORM}: install a newer one")
        table.require_known(
            ["claim", "who", "executor", "judged", "counts", "verdicts", "deviation"]
        )
        return _claim(table, spec)
    except SpecificationError as error:
        raise UsageError(str(error)) from error


def _claim(table: Table, spec: Specification) -> Claim:
    who, executor, judged = (table.table(key) for key in ("who", "executor", "judged"))
    who.require_known(["name", "contact", "url"])
    executor.require_known(["name", "version", "target", "kind", "python", "platform"])
    judged.require_known(
        [
            *("result", "specification", "specification-hash", "kit", "report-sha256"),
            *("report-url", "only"),
        ]
    )
    spec_hash = judged.line("specification-hash")
    if spec_hash != spec.hash:
        raise UsageError(
            f"{table.where}: the claim is about specification {judged.line('specification')} "
            f"({spec_hash}), and this kit has {spec.version} ({spec.hash}): "
            f"pip install 'executor-conformance=={judged.line('kit')}'"
        )
    counts = table.table("counts")
    return Claim(
        who=who.line("name"),
        contact=_optional(who, "contact"),
        url=_optional(who, "url"),
        name=executor.line("name"),
        version=_optional(executor, "version"),
        target=executor.line("target"),
        kind=executor.line("kind"),
        python=executor.line("python"),
        platform=executor.line("platform"),
        spec=judged.line("specification"),
        spec_hash=spec_hash,
        kit=judged.line("kit"),
        digest=judged.line("report-sha256"),
        published=_optional(judged, "report-url"),
        verdicts=_verdicts(table, judged, spec),
        deviations=tuple(_deviation(entry, spec) for entry in table.tables("deviation")),
        counts={key: counts.integer(key) for key in counts},
    )


def _verdicts(table: Table, judged: Table, spec: Specification) -> dict[str, str]:
    known = {clause.id for clause in spec.clauses}
    planned = judged.words("only") if "only" in judged else [clause.id for clause in spec.clauses]
    verdicts = dict.fromkeys(planned, str(Verdict.PASS))
    listed = table.table("verdicts")
    listed.require_known([str(verdict) for verdict in Verdict])
    for verdict in listed:
        for name in listed.words(verdict):
            if name not in verdicts:
                raise listed.error(f"{name!r} is no clause that was judged", "Make it anew.")
            verdicts[name] = verdict
    for name in planned:
        if name not in known:
            raise judged.error(f"there is no clause {name!r}", "Make it anew from the report.")
    return verdicts


def _deviation(table: Table, spec: Specification) -> Deviation:
    table.require_known(["clause", "reason", "link", "shows", "racy"])
    clause = table.line("clause")
    if clause not in {each.id for each in spec.clauses}:
        raise table.error(f"there is no clause {clause!r}", "Make it anew from the report.")
    shows = table.line("shows") if "shows" in table else "fail"
    if shows not in SHOWS:
        raise table.error(f"'shows' is {shows!r}", f"Known are {', '.join(SHOWS)}.")
    return Deviation(
        clause=clause,
        reason=table.line("reason"),
        link=_optional(table, "link"),
        shows=shows,
        racy=table.flag("racy") if "racy" in table else False,
    )


def _optional(table: Table, key: str) -> str:
    return table.line(key) if key in table else ""
