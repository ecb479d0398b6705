"""Takes the source of functions, classes and constants out of their modules, with what they use."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from executor_conformance.errors import KitError, UsageError

KIT = "executor_conformance"
WIDTH = 100
COPIED = (f"{KIT}.adapters.", f"{KIT}.demonstrations.")
"""Modules of the kit that scripts hold in part; they import what else is named there."""


@dataclass(frozen=True)
class Import:
    """The statement by which a script gets a name of another module."""

    module: str
    attribute: str = ""
    alias: str = ""

    @property
    def bound(self) -> str:
        """The name that it makes known."""
        return self.alias or self.attribute or self.module.partition(".")[0]


@dataclass(frozen=True)
class ModuleSource:
    """The text of a module, and the statements that bind its names."""

    name: str
    text: str
    bindings: dict[str, ast.stmt]
    imports: dict[str, Import]


@cache
def read(name: str) -> ModuleSource:
    """Read the module of this name; it is imported for that.

    Raises `UsageError` if it has no source.
    """
    module = import_module(name)
    if not getattr(module, "__file__", None):
        raise UsageError(f"{name} has no source file that a script could be made of")
    text = Path(str(module.__file__)).read_text(encoding="utf-8")
    bindings: dict[str, ast.stmt] = {}
    imports: dict[str, Import] = {}
    for node in ast.parse(text).body:
        match node:
            case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                bindings[node.name] = node
            case ast.Assign(targets=[ast.Name(id=target)]):
                bindings[target] = node
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr()):
                bindings[target] = node
            case ast.Import():
                for alias in node.names:
                    found = Import(alias.name, alias=alias.asname or "")
                    imports[found.bound] = found
            case ast.ImportFrom(module=str(origin)):
                for alias in node.names:
                    found = Import(origin, alias.name, alias.asname or "")
                    imports[found.bound] = found
    return ModuleSource(name, text, bindings, imports)


def is_copied(module: str) -> bool:
    """Say whether a script has parts of a module in it, because the module needs the kit."""
    if module == KIT or module.startswith(f"{KIT}."):
        return module.startswith(COPIED)
    if module.partition(".")[0] in sys.stdlib_module_names:
        return False
    loaded = sys.modules.get(module)
    if not str(getattr(loaded, "__file__", "")).endswith(".py"):
        return False
    found = read(module).imports.values()
    return any(each.module.partition(".")[0] == KIT for each in found)


@dataclass
class Pieces:
    """What a script is made of: imports, and definitions in an order in which they can stand.

    `given` are names that the script defines by itself. `instead` are modules' names that another
    name stands in for: the key is the import that it replaces, the value its module and name.
    """

    given: frozenset[str] = frozenset()
    instead: dict[Import, tuple[str, str]] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
    constants: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    made_with: bool = False
    _origins: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _early: bool = False

    def need(self, module: str, name: str, alias: str = "") -> None:
        """Take in a name of a module, which is copied or imported, and all that it uses.

        A function that is copied can be given another name. Raises `UsageError` where that cannot
        be done.
        """
        if name in self.given and module.startswith(f"{KIT}.demonstrations."):
            return
        if not is_copied(module):
            self.need_import(Import(module, name))
            return
        source = read(module)
        if name in source.imports:
            self.need_import(source.imports[name])
            return
        if name not in source.bindings:
            raise UsageError(f"{module} does not define {name!r} by a plain statement")
        if self._claim(alias or name, f"{module}:{name}"):
            self._take(source, source.bindings[name], alias)

    def need_import(self, wanted: Import) -> None:
        """Take in an imported name, or what stands in for it."""
        if wanted in self.instead:
            module, name = self.instead[wanted]
            if name == wanted.bound or not is_copied(module):
                alias = "" if name == wanted.bound else wanted.bound
                if is_copied(module):
                    self.need(module, name)
                else:
                    self._import(Import(module, name, alias))
            else:
                self.need(module, name, wanted.bound)
        elif is_copied(wanted.module):
            self.need(wanted.module, wanted.attribute)
        else:
            self._import(wanted)

    def _import(self, wanted: Import) -> None:
        if self._claim(wanted.bound, repr(wanted)):
            self.imports[wanted.bound] = wanted

    def _claim(self, name: str, origin: str) -> bool:
        """Say whether a name is new, having seen that it has one meaning only."""
        before = self._origins.setdefault(name, origin)
        if before != origin:
            raise KitError(f"a script would need two things named {name}: {before} and {origin}")
        if origin in self._seen:
            return False
        self._seen.add(origin)
        return True

    def _take(self, source: ModuleSource, node: ast.stmt, alias: str = "") -> None:
        annotated = _annotations(node)
        # What is used while the script is read has to stand before its user.
        before, self._early = self._early, self._early or not isinstance(node, ast.FunctionDef)
        own = _bound_within(node)
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                known = each.id in source.bindings or each.id in source.imports
                if known and each.id not in own and each not in annotated:
                    self.need(source.name, each.id)
            elif isinstance(each, ast.Attribute):
                self.attributes.add(each.attr)
            elif isinstance(each, ast.Call):
                made = isinstance(each.func, ast.Name) and each.func.id == "make_executor"
                self.made_with |= made and bool(each.args or each.keywords)
        self._early = before
        text = text_of(source, node)
        if isinstance(node, ast.FunctionDef) and alias:
            text = text.replace(f"def {node.name}(", f"def {alias}(", 1)
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_literal(node.value):
            self.constants.append(text)
        elif isinstance(node, ast.FunctionDef) and not self._early:
            self.functions.append(text)
        else:
            self.definitions.append(text)


def _bound_within(node: ast.stmt) -> set[str]:
    """Return the names that a definition binds itself, by parameters and statements."""
    bound = set()
    for each in ast.walk(node):
        match each:
            case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                bound.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if each is not node:
                bound.add(name)
    return bound


def _is_literal(node: ast.expr | None) -> bool:
    try:
        ast.literal_eval(node) if node is not None else None
    except ValueError:
        return False
    return True


def _annotations(node: ast.stmt) -> set[ast.AST]:
    """Return all that stands in annotations, and in the decorator that registers."""
    aside: list[ast.AST | None] = []
    for each in ast.walk(node):
        match each:
            case ast.arg():
                aside.append(each.annotation)
            case ast.AnnAssign(value=ast.expr()):
                aside.append(each.annotation)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                aside.append(each.returns)
                aside += [deco for deco in each.decorator_list if _registers(deco)]
    return {within for part in aside if part is not None for within in ast.walk(part)}


def _registers(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id == "shows"
    )


def text_of(source: ModuleSource, node: ast.stmt) -> str:
    """Return the text of a statement, with the comment above it, without annotations."""
    lines = source.text.splitlines()
    first = node.lineno
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        kept = [deco.lineno for deco in node.decorator_list if not _registers(deco)]
        first = min([first, *kept])
    last = node.end_lineno or first
    edits = sorted(_edits(node), reverse=True)
    for start, end, text in edits:
        lines[start - 1 : end] = text
        last += len(text) - (end - start + 1)
    above = first
    if not isinstance(node, ast.FunctionDef) or first == node.lineno:
        while above > 1 and lines[above - 2].startswith("#"):
            above -= 1
    return "\n".join(lines[above - 1 : last])


def _edits(node: ast.stmt) -> list[tuple[int, int, list[str]]]:
    """Return what lines are to be replaced, by which, to leave the annotations out."""
    edits = []
    for each in ast.walk(node):
        match each:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if _is_annotated(each):
                end = each.body[0].lineno - 1
                edits.append((each.lineno, max(end, each.lineno), _signature(each)))
            case ast.AnnAssign(value=ast.expr() as value):
                edits.append(
                    (each.lineno, each.end_lineno or each.lineno, _assignment(each, value))
                )
    return edits


def _is_annotated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    given = node.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return node.returns is not None or any(each and each.annotation for each in every)


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    bare = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(bare, ast.FunctionDef | ast.AsyncFunctionDef)
    for each in ast.walk(bare.args):
        if isinstance(each, ast.arg):
            each.annotation = None
    indent = " " * node.col_offset
    word = "def" if isinstance(node, ast.FunctionDef) else "async def"
    arguments = quoted(ast.unparse(bare.args))
    line = f"{indent}{word} {node.name}({arguments}):"
    if len(line) <= WIDTH:
        return [line]
    return [f"{indent}{word} {node.name}(", f"{indent}    {arguments}", f"{indent}):"]


def _assignment(node: ast.AnnAssign, value: ast.expr) -> list[str]:
    indent = " " * node.col_offset
    return [f"{indent}{ast.unparse(node.target)} = {quoted(ast.unparse(value))}"]


def quoted(text: str) -> str:
    """Return source text as `ast.unparse` writes it, with the quotes of the formatter."""
    return text.replace("'", '"') if '"' not in text else text
