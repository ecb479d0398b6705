"""more-executors: a call of the synchronous executor that submits another waits for ever."""

import threading

from more_executors import Executors


def main():
    """Submit a call that submits another."""
    executor = Executors.sync()
    values = []

    def submit():
        future = executor.submit(lambda: executor.submit(abs, -1).result())
        values.append(future.result())

    # Beside the main thread, so that the program can end.
    thread = threading.Thread(target=submit, daemon=True)
    thread.start()
    thread.join(timeout=10)
    if values == [1]:
        print("OK: both calls were made")
    else:
        print("VIOLATED: after 10 s, the call has not ended")


if __name__ == "__main__":
    main()
