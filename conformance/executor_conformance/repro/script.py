"""Puts a script together that shows whether an executor breaks a clause."""

from __future__ import annotations

import concurrent.futures
import contextlib
import sys
import textwrap
from typing import TYPE_CHECKING

from executor_conformance.demonstrations import Demonstration, load_demonstrations
from executor_conformance.errors import UsageError
from executor_conformance.repro import making
from executor_conformance.repro.sources import WIDTH, Import, Pieces
from executor_spec import Kind

if TYPE_CHECKING:
    from executor_conformance.adapter import Adapter
    from executor_spec import Clause

STAGE = "executor_conformance.demonstrations.stage"
ENDS = ("end", "end_with_processes", "end_with_children", "end_in_surroundings")
"""Ways to end a script: each stands in it under the first name."""
GIVEN = frozenset({"make_executor", "WORKERS", "LIMIT", *ENDS, "shows"})
LIMIT = 10
PATIENCE = 6
"""A script is given up after so many times the limit, without a verdict."""


def find_demonstration(clause: Clause, adapter: Adapter, kind: Kind) -> Demonstration:
    """Return what demonstrates a clause for executors of a kind.

    Raises `UsageError` if nothing does, or if the adapter's executor cannot be used so.
    """
    known = load_demonstrations().get(clause.id, [])
    fitting = next((each for each in known if kind in each.kinds), None)
    if fitting is None:
        those = f" executors of the kind {kind}" if known else " it"
        raise UsageError(f"{clause.id}: there is no script to show{those} yet")
    limit = adapter.queue_limit
    if limit is not None and limit < workers_of(adapter, fitting.workers) + fitting.waiting:
        raise UsageError(
            f"{clause.id}: it is shown by calls that wait, and submit of {adapter.name} waits "
            f"at {limit} calls itself"
        )
    return fitting


def workers_of(adapter: Adapter, wanted: int) -> int:
    """Return how many workers the executor of a script has, if it shall have so many."""
    if adapter.takes("max_workers"):
        return adapter.sizes.asked_for(wanted) - adapter.reserved_workers
    return adapter.workers or 1


def write_script(clause: Clause, adapter: Adapter, kind: Kind, target: str) -> str:
    """Return the text of a script that shows whether an adapter's executor breaks a clause.

    `target` is what the command was given. Raises `UsageError` if there can be no such script.
    """
    shown = find_demonstration(clause, adapter, kind)
    pieces = Pieces(given=GIVEN, instead=_instead(adapter))
    pieces.need(shown.module, shown.function.__name__)
    if shown.program is not None:
        pieces.need(shown.module, shown.program.__name__)
    maker = making.make_executor(adapter, pieces)
    around = ""
    if adapter.surroundings is not contextlib.nullcontext:
        around = making.expression(adapter.surroundings, pieces, adapter.make.__module__)
        pieces.need_import(Import("contextlib"))
    # Workers of distributed executors may be processes that `multiprocessing` knows nothing of.
    alone = {Kind.PROCESS: ENDS[1], Kind.DISTRIBUTED: ENDS[2]}.get(kind, ENDS[0])
    end = ENDS[3] if around else alone
    main = _main(shown, around)
    ending = Pieces(given=GIVEN - {end})
    ending.need(STAGE, end)
    pieces.need(STAGE, "give_up")
    for imported in [*ending.imports.values(), Import("threading")]:
        pieces.need_import(imported)
    if shown.program is not None:
        pieces.need_import(Import("sys"))
    *helpers, own_end = ending.functions
    ended = "\n\n\n".join([*helpers, own_end.replace(end, ENDS[0])])
    # What is shown comes first, then how the executor is made, then what helps.
    *others, give_up = pieces.functions
    [first] = [text for text in others if text.startswith(f"def {shown.function.__name__}(")]
    others.remove(first)
    functions = [*pieces.definitions, first, maker, *reversed(others), give_up, ended, main]
    constants = _constants(adapter, shown, pieces, "\n".join(functions))
    parts = [_docstring(clause, adapter, target), _imports(pieces), constants]
    rest = "\n\n\n".join(functions)
    return "\n\n".join(part for part in parts if part) + f"\n\n\n{rest}\n"


def _instead(adapter: Adapter) -> dict[Import, tuple[str, str]]:
    """Return what stands in for the functions of the standard library that take futures."""
    standard = {
        Import("concurrent.futures", "wait"): (adapter.wait, concurrent.futures.wait),
        Import("concurrent.futures", "as_completed"): (
            adapter.as_completed,
            concurrent.futures.as_completed,
        ),
        Import("asyncio", "wrap_future"): (adapter.wrap_future, None),
    }
    replaced = {}
    for wanted, (function, usual) in standard.items():
        if function is not None and function is not usual:
            making.assert_named(function)
            replaced[wanted] = (function.__module__, function.__qualname__)
    return replaced


def _docstring(clause: Clause, adapter: Adapter, target: str) -> str:
    sentence = clause.sentence.replace("`", "")
    text = textwrap.fill(f"{clause.id}: {sentence}", WIDTH, break_long_words=False)
    title = f"Show whether {adapter.name} breaks {clause.id}."
    if len(title) > WIDTH - len('"""'):
        title = f"Show whether an executor breaks {clause.id}.\n\nIt is {adapter.name}."
    told = textwrap.fill(
        "Prints VIOLATED or OK, and what it saw. "
        f"Written by `executor-conformance repro {clause.id} {target}`.",
        WIDTH,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f'"""{title}\n\n{text}\n\n{told}\n"""'


def _imports(pieces: Pieces) -> str:
    groups: tuple[list[Import], list[Import]] = ([], [])
    for each in pieces.imports.values():
        standard = each.module.partition(".")[0] in sys.stdlib_module_names
        groups[0 if standard else 1].append(each)
    return "\n\n".join("\n".join(_statements(group)) for group in groups if group)


def _statements(group: list[Import]) -> list[str]:
    plain = sorted((each.module, each.alias) for each in group if not each.attribute)
    lines = [
        f"import {module} as {alias}" if alias else f"import {module}" for module, alias in plain
    ]
    by_module: dict[str, list[Import]] = {}
    for each in group:
        if each.attribute:
            by_module.setdefault(each.module, []).append(each)
    for module in sorted(by_module, key=str.lower):
        names = sorted(by_module[module], key=_rank)
        told = [f"{n.attribute} as {n.alias}" if n.alias else n.attribute for n in names]
        lines.append(f"from {module} import {', '.join(told)}")
    return lines


def _rank(each: Import) -> tuple[int, str]:
    """Sort constants before classes before all else, as linters do."""
    name = each.attribute
    if name.isupper() and len(name) > 1:
        return 0, name
    return (1 if name[:1].isupper() else 2), name


def _constants(adapter: Adapter, shown: Demonstration, pieces: Pieces, text: str) -> str:
    own = {
        "WORKERS": f"WORKERS = {workers_of(adapter, shown.workers)}",
        "LIMIT": f"LIMIT = {round(LIMIT * max(1.0, adapter.time_scale))}\n"
        '"""Seconds after which what has not come is taken for what will not."""',
    }
    held = {each.partition(" = ")[0] for each in pieces.constants}
    lines = [line for name, line in own.items() if name not in held and name in text]
    return "\n".join([*pieces.constants, *lines])


def _main(shown: Demonstration, around: str) -> str:
    name = shown.function.__name__
    indent = "        " if around else "    "
    work = [
        f"{indent}fault = {name}()",
        f"{indent}if fault:",
        f'{indent}    end(f"VIOLATED: {{fault}}")',
        f'{indent}end("OK: {shown.shown}")',
    ]
    # It leaves the surroundings by this signal, which programs in the background ignore.
    enter = [
        "    signal.signal(signal.SIGINT, signal.default_int_handler)",
        f"    with contextlib.suppress(KeyboardInterrupt), {around}():",
    ]
    # What a fault has kept from ending in order ends here.
    leave = ["    kill_all_below()", "    os._exit(0)"]
    lines = [
        "def main():",
        '    """Say in words what was seen; give up, without a verdict, after a while."""',
        f"    timer = threading.Timer({PATIENCE} * LIMIT, give_up)",
        "    timer.daemon = True",
        "    timer.start()",
        *(enter if around else []),
        *work,
        *(leave if around else []),
        "",
        "",
        'if __name__ == "__main__":',
    ]
    if shown.program is None:
        return "\n".join([*lines, "    main()"])
    program = f"{shown.program.__name__}()"
    run = (
        [f"        with {around}():", f"            {program}"]
        if around
        else [f"        {program}"]
    )
    return "\n".join([*lines, "    if sys.argv[1:]:", *run, "    else:", "        main()"])
