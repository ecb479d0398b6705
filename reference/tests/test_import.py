"""What importing the package costs, and that it stands alone."""

import ast
import subprocess
import sys
from pathlib import Path

import executor_reference

PACKAGE = Path(executor_reference.__file__).parent
FROM_FUTURES = {"BrokenExecutor", "CancelledError", "Executor", "InvalidStateError", "TimeoutError"}


def modules_after(statement):
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(process.stdout.split())


def test_importing_the_package_is_light():
    modules = modules_after("from executor_reference import ThreadPoolExecutor, wait")
    assert "multiprocessing" not in modules
    assert "concurrent.futures.thread" not in modules
    assert "concurrent.futures.process" not in modules
    assert "asyncio" not in modules


def test_the_process_pool_is_imported_when_it_is_used():
    modules = modules_after("import executor_reference; executor_reference.ProcessPoolExecutor")
    assert "multiprocessing" in modules
    assert "concurrent.futures.process" not in modules
    assert not hasattr(executor_reference, "NoSuchExecutor")


def test_the_package_stands_alone():
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert node.module is not None
                assert not node.module.startswith(("executor_spec", "executor_conformance"))
                if node.module.startswith("concurrent"):
                    assert {alias.name for alias in node.names} <= FROM_FUTURES
