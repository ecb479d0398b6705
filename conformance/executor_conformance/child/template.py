"""A process that has loaded what a judged process needs, and is copied for each one.

To start a judged process anew costs more than most tests. The self-test starts hundreds; it has
them forked from a template, which itself judges nothing and makes no thread.
"""

from __future__ import annotations

import os
import sys

from executor_conformance.child.line import GuardAddress, Line


def main() -> int:
    """Fork a judged process for each request of the guard, until the guard has gone."""
    # Loaded here, used in the copies.
    from executor_conformance.child import session

    address = GuardAddress.from_environment()
    os.environ.pop("EXECUTOR_CONFORMANCE_CHILD", None)
    line = Line(address, role="template")
    while True:
        request = line.receive()
        between = os.fork()
        if between:
            os.waitpid(between, 0)
            continue
        if os.fork():
            # The judged process is an orphan now, and so the guard's own child.
            os._exit(0)
        line.close()
        os.setsid()
        return session.judge(address, request["settings"])


if __name__ == "__main__":
    sys.exit(main())
