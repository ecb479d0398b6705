"""Run the guard by path, where an isolated interpreter finds no installed package."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

    from executor_conformance.guard.service import main

    main()
