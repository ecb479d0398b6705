"""Deadpool: `cancel` of a running call returns true, and the call runs on."""

import tempfile
import time
from pathlib import Path

import deadpool


def call(path):
    """Take a while, and note the end."""
    time.sleep(2)
    Path(path).write_text("ended")


def main():
    """Cancel a running call, and look whether it ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "note")
        with deadpool.Deadpool(max_workers=1) as pool:
            future = pool.submit(call, str(path))
            time.sleep(1)
            cancelled = future.cancel()
            time.sleep(3)
        if cancelled and path.exists():
            print("VIOLATED: cancel() returned True, and the call was made to its end")
        else:
            print(f"OK: cancel() returned {cancelled}")


if __name__ == "__main__":
    main()
