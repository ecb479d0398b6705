"""loky: `shutdown` does not know `cancel_futures`, which `Executor.shutdown` documents."""

from loky import ProcessPoolExecutor


def main():
    """Shut down a pool as any executor may be."""
    pool = ProcessPoolExecutor(max_workers=1)
    try:
        pool.shutdown(wait=True, cancel_futures=True)
    except TypeError as error:
        print(f"VIOLATED: {error}")
        pool.shutdown()
    else:
        print("OK: cancel_futures was taken")


if __name__ == "__main__":
    main()
