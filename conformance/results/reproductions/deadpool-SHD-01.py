"""Deadpool: what `submit` raises after `shutdown` is no RuntimeError."""

import deadpool


def main():
    """Submit a call to a pool that was shut down."""
    pool = deadpool.Deadpool(max_workers=1)
    pool.shutdown()
    try:
        pool.submit(int)
    except RuntimeError as error:
        print(f"OK: {error!r}")
    except Exception as error:
        print(f"VIOLATED: submit raised {error!r}, which is no RuntimeError")
    else:
        print("VIOLATED: submit raised nothing")


if __name__ == "__main__":
    main()
