"""Importing what ``module:attribute`` names. Light: judged programs use it too."""

from __future__ import annotations

import importlib

from executor_conformance.errors import TargetError, nearest

# Known to type checkers; importing `typing` for it would cost every worker.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def resolve(target: str) -> Any:
    """Import ``module:attribute`` and return the attribute; dots in the attribute are followed.

    Raises `TargetError` in words for a target that is not of that form, a module that cannot be
    imported, or an attribute that is not there.
    """
    module_name, colon, path = target.partition(":")
    if not colon or not module_name or not path:
        raise TargetError(
            f"{target!r} is not of the form module:attribute, "
            "as in concurrent.futures:ThreadPoolExecutor"
        )
    try:
        found: Any = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or module_name
        if module_name == missing or module_name.startswith(f"{missing}."):
            raise TargetError(f"there is no module {missing!r} to import") from error
        raise TargetError(f"{module_name} needs the module {missing!r}, not there") from error
    except BaseException as error:
        raise TargetError(f"importing {module_name} raised {describe_error(error)}") from error
    for name in path.split("."):
        try:
            found = getattr(found, name)
        except AttributeError as error:
            hint = nearest(name, dir(found))
            raise TargetError(f"{module_name} has no attribute {path!r}{hint}") from error
    return found


def describe_error(error: BaseException) -> str:
    """Name an exception and its first line of text."""
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
