"""loky: `map` takes any keyword and says nothing of those that it does not know."""

from loky import ProcessPoolExecutor


def main():
    """Call `map` with a keyword that there is not."""
    with ProcessPoolExecutor(max_workers=1) as pool:
        try:
            results = list(pool.map(abs, [-1], chunk_size=100))
        except TypeError as error:
            print(f"OK: {error}")
        else:
            print(f"VIOLATED: map(..., chunk_size=100) returned {results}")


if __name__ == "__main__":
    main()
