"""What is judged where no target is named. Names only: nothing is imported for them."""

DEFAULT_TARGETS = (
    "executor_reference:ThreadPoolExecutor",
    "executor_reference:ProcessPoolExecutor",
)
