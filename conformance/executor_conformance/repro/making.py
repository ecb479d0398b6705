"""Writes down in source text how an adapter makes its executor."""

from __future__ import annotations

import ast
import sys
from functools import partial
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING, Any

from executor_conformance.errors import UsageError
from executor_conformance.repro.sources import WIDTH, Import, is_copied, quoted

if TYPE_CHECKING:
    from executor_conformance.adapter import Adapter
    from executor_conformance.repro.sources import Pieces


def expression(value: Any, pieces: Pieces, beside: str = "") -> str:
    """Return an expression for a value, and have the pieces hold what it needs.

    `beside` names a module whose global variables the value may be a method of. Raises `UsageError`
    for a value that no name and no literal stands for.
    """
    if isinstance(value, partial):
        pieces.need_import(Import("functools", "partial"))
        parts = [expression(part, pieces, beside) for part in (value.func, *value.args)]
        return f"partial({', '.join(parts + keywords(value.keywords, pieces, beside))})"
    if isinstance(value, BaseContext):
        pieces.need_import(Import("multiprocessing"))
        return f'multiprocessing.get_context("{value.get_start_method()}")'
    owner = getattr(value, "__self__", None)
    for name, found in vars(sys.modules.get(beside, ast)).items() if owner is not None else ():
        if found is owner:
            pieces.need(beside, name)
            return f"{name}.{value.__name__}"
    if callable(value):
        return named(value, pieces)
    text = repr(value)
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise UsageError(
            f"a script cannot hold {text}: it is neither a literal nor a name"
        ) from None
    return quoted(text)


def keywords(given: Any, pieces: Pieces, beside: str = "") -> list[str]:
    """Return the keyword arguments of a call."""
    return [f"{name}={expression(value, pieces, beside)}" for name, value in given.items()]


def named(value: Any, pieces: Pieces) -> str:
    """Return the name of a class or function, once the pieces import it or hold it.

    Raises `UsageError` for what has no name in its module.
    """
    module, name = assert_named(value)
    top, _, rest = name.partition(".")
    if is_copied(module):
        pieces.need(module, top)
    else:
        pieces.need_import(Import(public(module, top), top))
    return f"{top}.{rest}" if rest else top


def assert_named(value: Any) -> tuple[str, str]:
    """Return the module and the name of a class or function, having found it there.

    Raises `UsageError` for what has no name in its module.
    """
    module, name = getattr(value, "__module__", ""), getattr(value, "__qualname__", "")
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is not value or module == "__main__":
        raise UsageError(
            f"a script cannot name {value!r}: define it at the top level of a module that can be "
            "imported"
        )
    return module, name


def public(module: str, name: str) -> str:
    """Return the shortest beginning of a module's name that has the same object by this name."""
    value = getattr(sys.modules[module], name)
    parts = module.split(".")
    for count in range(1, len(parts)):
        shorter = ".".join(parts[:count])
        if getattr(sys.modules.get(shorter), name, None) is value:
            return shorter
    return module


def make_executor(adapter: Adapter, pieces: Pieces) -> str:
    """Return the function of a script that makes an executor of an adapter.

    The pieces have to hold all else already: what they use decides what it has to do.
    """
    made = named(adapter.make, pieces) if not isinstance(adapter.make, partial) else ""
    made = made or f"({expression(adapter.make, pieces)})"
    parameters, arguments = [], []
    if adapter.takes("max_workers"):
        parameters.append("max_workers=WORKERS")
        arguments.append("max_workers=max_workers")
    arguments += keywords(adapter.options, pieces, adapter.make.__module__)
    if pieces.made_with:
        parameters.append("**keywords")
        arguments.append("**keywords")
    else:
        parameters = []
        arguments = [each.replace("=max_workers", "=WORKERS") for each in arguments]
    renamed = [
        f"    executor.{method} = {_method(other, pieces)}"
        for method, other in adapter.methods.items()
        if method in pieces.attributes
    ]
    given = ", ".join(arguments)
    if len(f"    executor = {made}({given})") > WIDTH:
        given = f"\n        {given}\n    "
    call = f"{made}({given})"
    body = [f"    executor = {call}", *renamed, "    return executor"] if renamed else []
    lines = [
        f"def make_executor({', '.join(parameters)}):",
        '    """Make the executor that this is about."""',
        *(body or [f"    return {call}"]),
    ]
    return "\n".join(lines)


def _method(other: Any, pieces: Pieces) -> str:
    if isinstance(other, str):
        return f"executor.{other}"
    pieces.need_import(Import("functools", "partial"))
    return f"partial({expression(other, pieces)}, executor)"
