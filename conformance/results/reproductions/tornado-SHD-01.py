"""Tornado: its executor takes and makes calls after `shutdown`."""

from tornado.concurrent import DummyExecutor


def main():
    """Submit a call to an executor that was shut down."""
    executor = DummyExecutor()
    executor.shutdown()
    try:
        value = executor.submit(abs, -1).result()
    except RuntimeError as error:
        print(f"OK: {error}")
    else:
        print(f"VIOLATED: a call after shutdown returned {value}")


if __name__ == "__main__":
    main()
