"""Flask-Executor: the calls of one `map` disturb each other when several threads make them."""

import time

from flask import Flask
from flask_executor import Executor


def call(number):
    """Take a moment, as a call does."""
    time.sleep(0.05)
    return number


def main():
    """Map a function over some numbers within a request."""
    app = Flask("app")
    app.config["EXECUTOR_MAX_WORKERS"] = 4
    executor = Executor(app)
    with app.test_request_context():
        try:
            values = list(executor.map(call, range(20)))
        except Exception as error:
            print(f"VIOLATED: map raised {type(error).__name__}: {error}")
        else:
            print(f"OK: map returned {values}")
        executor.shutdown()


if __name__ == "__main__":
    main()
