"""Run the guard by path, where an isolated interpreter finds no installed package."""

import os
import sys

if __name__ == "__main__":
    here = os.path.realpath(__file__)
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(here))))

    from executor_conformance.guard.service import main

    main()
