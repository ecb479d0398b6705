"""contextvars-executor: a call cannot be given a keyword argument named `fn`."""

from contextvars_executor import ContextVarExecutor


def main():
    """Submit a call with such an argument."""
    with ContextVarExecutor(max_workers=1) as pool:
        try:
            value = pool.submit(dict, fn=1).result(timeout=10)
        except TypeError as error:
            print(f"VIOLATED: {error}")
        else:
            print(f"OK: the call returned {value}")


if __name__ == "__main__":
    main()
