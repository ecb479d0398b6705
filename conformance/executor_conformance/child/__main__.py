"""Run the judged process; the guard starts it and tells it by environment what to judge."""

import gc
import sys

if __name__ == "__main__":
    # Nothing becomes garbage while modules are loaded. The session enables it again.
    gc.disable()

    from executor_conformance.child.session import main

    sys.exit(main())
