"""Run the judged process; the guard starts it and tells it by environment what to judge."""

import sys

if __name__ == "__main__":
    from executor_conformance.child.session import main

    sys.exit(main())
