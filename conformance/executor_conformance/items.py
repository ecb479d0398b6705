"""A conformance class as pytest sees it from outside: one item a clause, judged elsewhere."""

from __future__ import annotations

import ast
import shlex
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

import executor_spec
from executor_conformance import report, timeouts
from executor_conformance.bench import Bench
from executor_conformance.deviations.declarations import Declarations
from executor_conformance.errors import KitError, UsageError
from executor_conformance.guarded import GuardedChild, environment_for_child
from executor_conformance.judgement import Judgement, Verdict, breaks_the_run
from executor_conformance.limits import Limits

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from executor_conformance.door import Conformance
    from executor_spec import Clause


DEVIATIONS, NO_DEVIATIONS = "conformance_deviations", "conformance_no_deviations"


class ClauseBrokenError(Exception):
    """A clause is not kept; pytest shows the judgement instead of a traceback."""

    def __init__(self, clause: Clause, judgement: Judgement):
        super().__init__(f"{clause.id} {judgement.verdict}: {judgement.detail}")
        self.clause = clause
        self.judgement = judgement


class ClauseClass(pytest.Collector):
    """Collects the clauses that a conformance class selects, and owns its bench."""

    def __init__(self, judged: type[Conformance], **arguments: Any):
        super().__init__(**arguments)
        self.judged = judged
        self.bench = self._make_bench()

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each selected clause."""
        self._refuse_tests_of_its_own()
        try:
            clauses = self.judged.executor_conformance_selection.choose(executor_spec.load())
        except UsageError as error:
            raise self.CollectError(f"{self.name}: {error}") from error
        for clause in clauses:
            name = f"test_{clause.chapter}[{clause.id}]"
            item: pytest.Item = ClauseItem.from_parent(self, name=name, clause=clause)
            yield item

    @property
    def strict(self) -> bool:
        """Whether a broken should fails."""
        return bool(
            self.judged.executor_conformance_selection.strict
            or self.config.getoption("conformance_strict")
        )

    @cached_property
    def line(self) -> int | None:
        """The line of its file that defines the class, from 1 on; None if none does by its name."""
        try:
            tree = ast.parse(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, SyntaxError):
            return None
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == self.name:
                return node.lineno
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == self.name for target in node.targets
            ):
                return node.lineno
        return None

    def teardown(self) -> None:
        """End the judged process, and report an end that went wrong."""
        ending = self.bench.close()
        if ending.verdict is not Verdict.PASS:
            pytest.fail(f"{self.name}: {ending.detail}", pytrace=False)

    def _refuse_tests_of_its_own(self) -> None:
        own = [
            f"{base.__name__}.{name}"
            for base in self.judged.__mro__
            for name in vars(base)
            if name.startswith("test") and base.__module__ != "executor_conformance.door"
        ]
        if own:
            raise self.CollectError(
                f"{self.name} is a conformance class and holds the clauses only, but defines "
                f"{', '.join(own)}; put tests of your own into another class"
            )

    def _make_bench(self) -> Bench:
        option = self.config.getoption
        module = self.getparent(pytest.Module)
        assert module is not None
        classes = [node.name for node in self.listchain() if isinstance(node, pytest.Class)]
        directory = str(self.config.invocation_params.dir)
        settings = {
            "file": str(module.path),
            "classes": [*classes, self.name],
            "arguments": self._arguments(),
            "chapters": None,
            "path": [entry or directory for entry in sys.path],
        }
        child = GuardedChild(settings, environment_for_child(load_plugins=True), directory)
        limits = Limits(option("conformance_deadline"), option("conformance_time_scale"))
        files = [self.config.invocation_params.dir / path for path in option(DEVIATIONS)]
        declarations = Declarations.of(None if option(NO_DEVIATIONS) else files)
        return Bench(child, executor_spec.load(), limits, declarations=declarations)

    def _arguments(self) -> list[str]:
        """Return what the judged process needs of this session's settings to import alike."""
        config = self.config
        arguments = [f"--rootdir={config.rootpath}", f"--import-mode={config.option.importmode}"]
        if config.option.confcutdir:
            arguments.append(f"--confcutdir={config.option.confcutdir}")
        for plugin in config.option.plugins:
            if not plugin.startswith("no:"):
                arguments += ["-p", plugin]
        paths = [str(path) for path in config.getini("pythonpath")]
        if paths:
            arguments += ["-o", f"pythonpath={shlex.join(paths)}"]
        return arguments


class ClauseItem(pytest.Item):
    """One clause: to run it is to have it judged."""

    parent: ClauseClass

    def __init__(self, clause: Clause, **arguments: Any):
        super().__init__(**arguments)
        self.clause = clause
        self.executor_conformance_record: dict[str, Any] | None = None
        timeouts.exempt(self)

    def runtest(self) -> None:
        """Judge the clause and translate its verdict for pytest."""
        timeouts.stop_clock(self.config)
        judgement = self._judge()
        strict = self.parent.strict
        match judgement.verdict:
            case Verdict.UNSUPPORTED | Verdict.BLOCKED:
                pytest.skip(f"{judgement.verdict}: {judgement.detail}")
            case Verdict.XFAIL:
                pytest.xfail(f"{judgement.deviation} ({judgement.shown}: {judgement.detail})")
            case Verdict.ERROR:
                raise KitError(judgement.detail)
        if breaks_the_run(judgement, self.clause.level, strict=strict):
            raise ClauseBrokenError(self.clause, judgement)
        if judgement.broken:
            pytest.xfail(f"departure from a should: {judgement.detail}")
        if judgement.teardown:
            raise ClauseBrokenError(executor_spec.load().clause("SHD-20"), judgement)

    def _judge(self) -> Judgement:
        bench = self.parent.bench
        try:
            judgement = bench.judge(self.clause.id)
            hello = bench.hello()
        except UsageError as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        header = report.header(
            hello,
            target=self.parent.nodeid,
            isolation=bench.isolation,
            spec=executor_spec.load(),
            planned=(),
        )
        record = report.clause_record(self.clause, judgement)
        self.executor_conformance_record = {
            "class": self.parent.nodeid,
            "header": header,
            "clause": record,
        }
        self.user_properties += [("clause", self.clause.id), ("verdict", str(judgement.verdict))]
        self.user_properties += [("outcome", outcome) for outcome in judgement.outcomes]
        return judgement

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show a broken clause by its sentence and by what was seen."""
        error = excinfo.value
        if isinstance(error, ClauseBrokenError):
            return _explain(error.clause, error.judgement, self.nodeid)
        if isinstance(error, KitError):
            return f"the kit failed, which says nothing about the executor:\n{error}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int, str]:
        """Return where the item stands; pytest needs a line to tell of an item marked to skip."""
        line = self.parent.line or 1
        return self.path, line - 1, f"{self.parent.name}.{self.name}"


def _explain(clause: Clause, judgement: Judgement, nodeid: str) -> str:
    lines = [
        f"{clause.id} {judgement.verdict} ({clause.level}; basis: {', '.join(clause.basis)})",
        f"  {clause.sentence}",
        *(f"    {line}" for line in judgement.detail.splitlines()),
    ]
    if judgement.deviation:
        lines.append(f"    declared: {judgement.deviation}")
    if judgement.teardown:
        lines.append(f"    after the test of {judgement.clause}, {judgement.teardown}")
    if judgement.history:
        lines.append(f"    events: {', '.join(judgement.history)}")
    lines += [f"    {line}" for line in judgement.stacks.splitlines()]
    if judgement.output.strip():
        lines.append("    its output ends with:")
        lines += [f"    {line}" for line in judgement.output.strip().splitlines()[-8:]]
    lines.append(f"    again: pytest {shlex.quote(nodeid)}")
    return "\n".join(lines)
