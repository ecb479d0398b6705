"""What the commands share: exit statuses, and how they speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from executor_conformance.errors import UsageError, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

NOT_CONFORMING, WRONG_USE, KIT_FAILED, INTERRUPTED = 1, 2, 3, 130


class Commands(click.Group):
    """A group that suggests the nearest command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the one that was probably meant."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise UsageError(
                f"there is no command {args[0]!r}{nearest(args[0], self.commands)} "
                f"({ctx.command_path} --help lists them)"
            )
        return super().resolve_command(ctx, args)


def positive(ctx: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Refuse a number that is not positive."""
    if value is not None and not value > 0:
        raise UsageError(f"--{parameter.name} must be positive, not {value:g}".replace("_", "-"))
    return value


def folders(given: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the folders of --path in full; raises `UsageError` for one that there is not."""
    for folder in given:
        if not folder.is_dir():
            raise UsageError(f"--path {folder}: there is no such folder")
    return tuple(folder.resolve() for folder in given)


def console(*, stderr: bool = False) -> Console:
    """Return the terminal, or what stands for it."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, stderr=stderr)


def complain(text: str) -> None:
    """Print one line about what went wrong."""
    click.echo(f"executor-conformance: {text}", err=True)


def require_place(option: str, path: Path) -> None:
    """Raise `UsageError` now for a file that could not be written later."""
    if path.is_dir():
        raise UsageError(f"{option} {path} is a folder; name a file")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{option} {path}: there is no folder {path.parent} to write to")


def write(text: str, output: Path | None) -> None:
    """Write a text to a file, or print it; raises `UsageError` if the file cannot be written."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}") from error
