"""What is to be judged, in a form that reaches another process."""

from __future__ import annotations

import base64
import pickle
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from executor_conformance.adapters.catalogue import find_target
from executor_conformance.errors import TargetError

if TYPE_CHECKING:
    from executor_conformance.adapter import Adapter


@dataclass(frozen=True)
class Target:
    """An implementation under test: ``module:attribute``, or an adapter that was pickled.

    `main` is the running program's file, where the adapter refers to it: it is loaded there under
    another name, as multiprocessing does it.
    """

    name: str
    pickled: str = ""
    main: str = ""

    @classmethod
    def named(cls, name: str) -> Target:
        """Return the target that ``module:attribute``, or the short name of an adapter, names.

        Raises `TargetError` for a name that says nothing, or whose package is not installed.
        """
        return cls(find_target(name))

    @classmethod
    def of(cls, adapter: Adapter) -> Target:
        """Return the target that an adapter describes.

        Raises `TargetError` if the adapter cannot reach another process.
        """
        try:
            data = pickle.dumps(adapter)
        except Exception as error:
            raise TargetError(
                f"the adapter {adapter.name!r} cannot be pickled ({error}), which it must be to "
                "reach the process that is judged: define what it names at the top level of a "
                "module"
            ) from error
        main = ""
        if b"__main__" in data:
            main = getattr(sys.modules["__main__"], "__file__", None) or ""
            if not main:
                raise TargetError(
                    f"the adapter {adapter.name!r} refers to a program without a file; "
                    "put what it names into a module"
                )
        return cls(adapter.name, base64.b64encode(data).decode(), main)

    def settings(self) -> dict[str, Any]:
        """Return what the judged process is told."""
        return {"target": self.name, "pickled": self.pickled, "main": self.main}


def unpickle(data: str, main: str) -> Adapter:
    """Return the adapter that `Target.of` pickled, loading the program it refers to if need be.

    Raises `TargetError`.
    """
    if main:
        _load_main(main)
    try:
        adapter: Adapter = pickle.loads(base64.b64decode(data))
    except Exception as error:
        raise TargetError(
            f"the adapter cannot be unpickled in the process that is judged: {error}"
        ) from error
    return adapter


def _load_main(path: str) -> None:
    import runpy
    import types

    module = types.ModuleType("__mp_main__")
    module.__dict__.update(runpy.run_path(path, run_name="__mp_main__"))
    module.__name__ = "__mp_main__"
    module.__file__ = path
    sys.modules["__main__"] = sys.modules["__mp_main__"] = module
