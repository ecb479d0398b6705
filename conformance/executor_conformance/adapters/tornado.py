"""Tornado: the executor that makes each call before `submit` returns.

Written for tornado 6.6.
"""

from __future__ import annotations

import tornado
from tornado.concurrent import DummyExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

DUMMY = Adapter(
    name="tornado.concurrent.DummyExecutor",
    make=DummyExecutor,
    kind=Kind.INLINE,
    deviations=of_package("tornado"),
    version=tornado.version,
)
"""The class of `tornado.concurrent.dummy_executor`, made afresh for each test."""
