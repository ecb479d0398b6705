"""futurist: executors that gather statistics, one of which starts and ends threads by demand.

Written for futurist 3.5. Its green executor is left out: it is deprecated, and a thread that waits
with `concurrent.futures.wait` keeps its calls from being made unless all is monkey patched.
"""

from __future__ import annotations

import futurist

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

# Idle threads look once a second whether they shall end, and `shutdown` waits for that.
LOOKS = 2.0

THREAD = Adapter(
    name="futurist.ThreadPoolExecutor",
    make=futurist.ThreadPoolExecutor,
    kind=Kind.THREAD,
    time_scale=LOOKS,
    deviations=of_package("futurist-thread"),
)

DYNAMIC = Adapter(
    name="futurist.DynamicThreadPoolExecutor",
    make=futurist.DynamicThreadPoolExecutor,
    kind=Kind.THREAD,
    # It wants more for `max_workers` than for its own `min_workers`, which is 1.
    min_workers=2,
    time_scale=LOOKS,
    deviations=of_package("futurist-dynamic"),
)

PROCESS = Adapter(
    name="futurist.ProcessPoolExecutor",
    make=futurist.ProcessPoolExecutor,
    kind=Kind.PROCESS,
    deviations=of_package("futurist-process"),
)

SYNCHRONOUS = Adapter(
    name="futurist.SynchronousExecutor",
    make=futurist.SynchronousExecutor,
    kind=Kind.INLINE,
    deviations=of_package("futurist-inline"),
)
