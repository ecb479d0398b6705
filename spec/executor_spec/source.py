"""Where a clause comes from, and where to read it up."""

from __future__ import annotations

from dataclasses import dataclass

DOCS = "https://docs.python.org/3/library"
LIBRARY = f"{DOCS}/concurrent.futures.html"
CPYTHON = "https://github.com/python/cpython"

ASYNCIO_PAGES = {"loop": "asyncio-eventloop", "wrap_future": "asyncio-future"}
"""The pages of asyncio's objects, by the first part of their names; others are on that of tasks."""

KINDS = {
    "library": "library reference",
    "founding": "founding document, passage",
    "issue": "CPython issue",
    "tests": "CPython's tests,",
    "implementation": "CPython's implementation,",
    "ruling": "ruling",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a clause, written `kind: reference` in the files.

    The kinds are those of `KINDS` and `pep-N`. A library reference is a documented name below
    `concurrent.futures` (`Executor.map`), an object of asyncio (`asyncio.to_thread`) or, after `#`,
    a section of the page.
    """

    kind: str
    reference: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.reference}"

    @property
    def url(self) -> str | None:
        """The address of the source, or None where it has none of its own."""
        match self.kind:
            case "library" if self.reference.startswith("#"):
                return f"{LIBRARY}{self.reference}"
            case "library" if self.reference.startswith("asyncio."):
                page = ASYNCIO_PAGES.get(self.reference.split(".")[1], "asyncio-task")
                return f"{DOCS}/{page}.html#{self.reference}"
            case "library":
                return f"{LIBRARY}#concurrent.futures.{self.reference}"
            case "issue":
                return f"{CPYTHON}/issues/{self.reference}"
            case "tests":
                return f"{CPYTHON}/tree/main/Lib/test/test_concurrent_futures"
            case "implementation" if self.reference.startswith("asyncio."):
                return f"{CPYTHON}/tree/main/Lib/asyncio"
            case "implementation":
                return f"{CPYTHON}/tree/main/Lib/concurrent/futures"
            case kind if kind.startswith("pep-"):
                return f"https://peps.python.org/{kind}/"
            case _:
                return None

    @property
    def text(self) -> str:
        """The source in words, such as `library reference, Executor.map`."""
        if self.kind.startswith("pep-"):
            return f"PEP {self.kind.removeprefix('pep-').lstrip('0')}, {self.reference}"
        if self.kind == "library":
            if self.reference.startswith("#"):
                return f"library reference, section {self.reference.removeprefix('#')}"
            return f"library reference, {self.reference}"
        return f"{KINDS[self.kind]} {self.reference}"
