"""What the commands share: exit statuses, and how they speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from executor_conformance.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

NOT_CONFORMING, WRONG_USE, KIT_FAILED, INTERRUPTED = 1, 2, 3, 130


def positive(ctx: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Refuse a number that is not positive."""
    if value is not None and not value > 0:
        raise UsageError(f"--{parameter.name} must be positive, not {value:g}".replace("_", "-"))
    return value


def console(*, stderr: bool = False) -> Console:
    """Return the terminal, or what stands for it."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, stderr=stderr)


def complain(text: str) -> None:
    """Print one line about what went wrong."""
    click.echo(f"executor-conformance: {text}", err=True)


def write(text: str, output: Path | None) -> None:
    """Write a text to a file, or print it; raises `UsageError` if the file cannot be written."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}") from error
