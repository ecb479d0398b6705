"""Run the command line: ``python -m executor_conformance``."""

from executor_conformance.cli import main

if __name__ == "__main__":
    main()
