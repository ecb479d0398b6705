"""TOML tables whose keys and types are checked while they are read."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, TypeVar

from executor_spec.errors import SpecificationError
from executor_spec.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from enum import StrEnum
    from pathlib import Path

    Word = TypeVar("Word", bound=StrEnum)

T = TypeVar("T")

TYPE_NAMES = {
    str: "a string",
    bool: "true or false",
    int: "an integer",
    list: "an array",
    dict: "a table",
}


class Table:
    """A table of a TOML file, and the words that tell a reader where it stands."""

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = values
        self.where = where

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def at(self, place: str) -> Table:
        """Return the same table under a more exact place."""
        return Table(self._values, place)

    def error(self, problem: str, remedy: str) -> SpecificationError:
        """Make the error that something in this table is wrong."""
        return SpecificationError(self.where, problem, remedy)

    def require_known(self, known: Collection[str]) -> None:
        """Raise if the table has a key that is not known."""
        for key in self._values:
            if key not in known:
                raise self.error(f"unknown key {key!r}", nearest(key, known))

    def text(self, key: str) -> str:
        """Return a string that is not empty, as it stands."""
        value = self._get(key, str).strip()
        if not value:
            raise self.error(f"{key!r} is empty", "Write it, or leave out what it belongs to.")
        return value

    def line(self, key: str) -> str:
        """Return a string that is not empty, its lines joined into one."""
        return " ".join(self.text(key).split())

    def integer(self, key: str) -> int:
        """Return an integer."""
        return self._get(key, int)

    def flag(self, key: str) -> bool:
        """Return a truth value."""
        return self._get(key, bool)

    def member(self, noun: str, word: str, words: type[Word]) -> Word:
        """Return a word as the member of a closed set; `noun` says what it stands for."""
        try:
            return words(word)
        except ValueError:
            raise self.error(f"{word!r} is not a known {noun}", nearest(word, [*words])) from None

    def words(self, key: str) -> tuple[str, ...]:
        """Return an array of different strings that is not empty."""
        if not self._get(key, list):
            raise self.error(f"{key!r} is empty", "Name at least one, or leave the key out.")
        return self.strings(key)

    def strings(self, key: str) -> tuple[str, ...]:
        """Return an array of different strings, which may be empty."""
        words = []
        for value in self._get(key, list):
            if not isinstance(value, str) or not value.strip():
                raise self.error(
                    f"{key!r} holds {value!r}, which is not a string with text",
                    "Write an array of strings.",
                )
            if value in words:
                raise self.error(f"{key!r} names {value!r} twice", "Name it once.")
            words.append(value)
        return tuple(words)

    def table(self, key: str) -> Table:
        """Return a table inside this one."""
        return Table(self._get(key, dict), f"{self.where}, {key}")

    def tables(self, key: str) -> list[Table]:
        """Return an array of tables; where it is absent, an empty one."""
        values = self._get(key, list) if key in self else []
        for value in values:
            if not isinstance(value, dict):
                raise self.error(f"{key!r} holds {value!r}", f"Write [[{key}]] tables.")
        return [
            Table(value, f"{self.where}, {key} number {number}")
            for number, value in enumerate(values, 1)
        ]

    def _get(self, key: str, expected: type[T]) -> T:
        if key not in self._values:
            raise self.error(f"the key {key!r} is missing", "Add it.")
        value = self._values[key]
        # To Python a truth value is an integer, to TOML it is not.
        if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
            raise self.error(
                f"{key!r} is {value!r}, not {TYPE_NAMES[expected]}",
                f"Write {TYPE_NAMES[expected]}.",
            )
        return value


def read_table(path: Path, where: str) -> Table:
    """Read a TOML file; raise `SpecificationError` if it is missing or not TOML in UTF-8."""
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), where)
    except FileNotFoundError:
        raise SpecificationError(
            where, f"there is no such file in {path.parent}", "Add it, or mend the path."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SpecificationError(
            where, f"this is not TOML in UTF-8 ({error})", "Mend the syntax."
        ) from error
