"""Addresses and wording of sources."""

import pytest

from executor_spec import Source

LIBRARY = "https://docs.python.org/3/library/concurrent.futures.html"


@pytest.mark.parametrize(
    ("kind", "reference", "url", "text"),
    [
        (
            "library",
            "Executor.map",
            f"{LIBRARY}#concurrent.futures.Executor.map",
            "library reference, Executor.map",
        ),
        (
            "library",
            "#threadpoolexecutor",
            f"{LIBRARY}#threadpoolexecutor",
            "library reference, section threadpoolexecutor",
        ),
        (
            "library",
            "asyncio.loop.run_in_executor",
            "https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.run_in_executor",
            "library reference, asyncio.loop.run_in_executor",
        ),
        (
            "library",
            "asyncio.to_thread",
            "https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread",
            "library reference, asyncio.to_thread",
        ),
        ("pep-3148", "Executor", "https://peps.python.org/pep-3148/", "PEP 3148, Executor"),
        ("pep-0475", "Rationale", "https://peps.python.org/pep-0475/", "PEP 475, Rationale"),
        (
            "issue",
            "109934",
            "https://github.com/python/cpython/issues/109934",
            "CPython issue 109934",
        ),
        ("founding", "2-2", None, "founding document, passage 2-2"),
        ("ruling", "A10", None, "ruling A10"),
    ],
)
def test_a_source_has_an_address_and_a_text(kind, reference, url, text):
    source = Source(kind, reference)
    assert source.url == url
    assert source.text == text


@pytest.mark.parametrize("kind", ["tests", "implementation"])
def test_what_cpython_does_is_linked_to_its_repository(kind):
    source = Source(kind, "test_map")
    assert source.url is not None
    assert source.url.startswith("https://github.com/python/cpython/tree/main/Lib/")
    assert source.text.endswith(", test_map")
