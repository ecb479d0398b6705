"""gevent: callbacks may run after `shutdown` has returned."""

import time

from gevent.threadpool import ThreadPoolExecutor

ROUNDS = 40


def shut_down_once():
    """Shut a pool down whose calls have callbacks, and return how many of these have run."""
    pool = ThreadPoolExecutor(max_workers=4)
    called = []
    for _ in range(4):
        pool.submit(abs, -1).add_done_callback(called.append)
    # The calls end meanwhile, in threads that are no greenlets.
    time.sleep(0.1)
    pool.shutdown(wait=True)
    return len(called)


def main():
    """Look several times, since it depends on when the event loop comes to run."""
    for number in range(ROUNDS):
        count = shut_down_once()
        if count < 4:
            print(f"VIOLATED: in round {number + 1}, shutdown returned with {count} of 4 callbacks")
            return
    print(f"OK: {ROUNDS} times, the callbacks had run when shutdown returned")


if __name__ == "__main__":
    main()
