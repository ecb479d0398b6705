"""Deadpool: an exception of a call arrives with other arguments than it was raised with."""

import deadpool


def fail():
    """Raise an error that has a number."""
    raise OSError(2, "no such file")


def main():
    """Look at the exception that a call raised."""
    with deadpool.Deadpool(max_workers=1) as pool:
        error = pool.submit(fail).exception(timeout=30)
    if getattr(error, "errno", None) == 2:
        print(f"OK: {error!r} has its errno")
    else:
        print(f"VIOLATED: OSError(2, 'no such file') arrived with the arguments {error.args!r}")


if __name__ == "__main__":
    main()
