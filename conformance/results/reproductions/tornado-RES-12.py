"""Tornado: what a call raises that is not an `Exception` comes out of `submit`."""

import sys

from tornado.concurrent import DummyExecutor


def main():
    """Submit a call that raises SystemExit."""
    try:
        future = DummyExecutor().submit(sys.exit, 3)
    except SystemExit as error:
        print(f"VIOLATED: submit raised {error!r}")
    else:
        print(f"OK: the future has {future.exception()!r}")


if __name__ == "__main__":
    main()
