"""Flask-Executor: the standard library's pools, with the context of a Flask application.

Written for Flask-Executor 1.0. Calls get a copy of the context of the request that submitted them,
so that one is entered around all tests.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from flask import Flask
from flask_executor import Executor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

APP = Flask("judged")
# A request for an address that is none has an exception, whose traceback keeps the calls.
APP.add_url_rule("/", "judged", str)


def threads(max_workers: int | None = None) -> Any:
    """Make a pool of threads for an application that has no other."""
    APP.config["EXECUTOR_MAX_WORKERS"] = max_workers
    return Executor(APP)


THREAD = Adapter(
    name="flask_executor.Executor",
    make=threads,
    kind=Kind.THREAD,
    deviations=of_package("flask"),
    version=metadata.version("flask-executor"),
    # The application keeps the executor that was made for it.
    capabilities={"gc": False},
    surroundings=APP.test_request_context,
    # Other threads are in no request, and `submit` needs one.
    creating_thread_only=True,
    program=f"{__name__}:THREAD",
)
