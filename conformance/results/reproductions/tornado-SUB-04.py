"""Tornado: a call cannot be given a keyword argument named `fn`."""

from tornado.concurrent import DummyExecutor


def main():
    """Submit a call with such an argument."""
    try:
        value = DummyExecutor().submit(dict, fn=1).result()
    except TypeError as error:
        print(f"VIOLATED: {error}")
    else:
        print(f"OK: the call returned {value}")


if __name__ == "__main__":
    main()
