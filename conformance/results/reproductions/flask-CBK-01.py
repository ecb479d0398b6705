"""Flask-Executor: a callback does not get the future that it was added to."""

from flask import Flask
from flask_executor import Executor


def main():
    """Add a callback, and compare the futures."""
    app = Flask("app")
    executor = Executor(app)
    given = []
    with app.test_request_context():
        future = executor.submit(int)
        future.add_done_callback(given.append)
        executor.shutdown()
    if given == [future]:
        print("OK: the callback got its future")
    else:
        print(f"VIOLATED: the callback of {future!r} got {given!r}")


if __name__ == "__main__":
    main()
