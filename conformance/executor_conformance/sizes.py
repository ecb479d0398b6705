"""How many workers an executor is asked for. Light: judged programs use it too."""

from __future__ import annotations


class Sizes:
    """The least and the most workers that there may be, and how many of them make no calls.

    Not a dataclass: importing `dataclasses` would cost every program.
    """

    def __init__(self, least: int = 1, most: int | None = None, reserved: int = 0):
        self.least = least
        self.most = most
        self.reserved = reserved

    def asked_for(self, wish: int) -> int:
        """Return the `max_workers` to pass, so that `wish` workers make calls, or nearly so.

        A wish that is no number of workers is passed as it is.
        """
        if not isinstance(wish, int) or wish < 1:
            return wish
        within = wish if self.most is None else min(wish, self.most)
        return max(within + self.reserved, self.least)
