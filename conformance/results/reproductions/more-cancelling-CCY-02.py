"""more-executors: `submit` and `shutdown` of a cancelling executor wait for each other for ever."""

import threading

from more_executors import Executors

ROUNDS = 300


def meet():
    """Have two threads submit to an executor while it is shut down."""
    executor = Executors.thread_pool(max_workers=2).with_cancel_on_shutdown()

    def submit():
        try:
            while True:
                executor.submit(int)
        except RuntimeError:
            pass

    threads = [threading.Thread(target=submit, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    executor.shutdown(wait=True)
    for thread in threads:
        thread.join()


def main():
    """Try it many times, beside the main thread, so that the program can end."""
    done = []

    def work():
        for number in range(ROUNDS):
            meet()
            done.append(number)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(timeout=30)
    if thread.is_alive():
        print(f"VIOLATED: in round {len(done) + 1}, shutdown has not returned after 30 s")
    else:
        print(f"OK: shutdown returned in all of {ROUNDS} rounds")


if __name__ == "__main__":
    main()
