"""joblib: the process pool that its parallel loops run in.

Written for joblib 1.6, which brings along a loky of its own, 3.6. What its loops really use,
`joblib.executor.get_memmapping_executor`, is this pool with other picklers. Of that there is one in
a program: whoever asks for another shuts the first down. So it cannot be judged, as tests make
executors beside one that they share.
"""

from __future__ import annotations

import joblib
from joblib.externals.loky import ProcessPoolExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

PROCESS = Adapter(
    name="joblib.externals.loky.ProcessPoolExecutor",
    make=ProcessPoolExecutor,
    kind=Kind.PROCESS,
    version=joblib.__version__,
    # What is known of loky 3.7 holds of this one as well.
    deviations=of_package("loky"),
)
