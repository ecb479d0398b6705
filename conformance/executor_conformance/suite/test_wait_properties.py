"""The chapter on `wait`: futures in all states together."""

from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION

from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import futures_in_all_states


@verifies("WAI-09", kinds=WITH_GATES, relies_on=("cancel",))
def test_wait_parts_any_futures_by_whether_they_are_done(
    executor, gates, wait, beyond_prefetch, properties
):
    stock = futures_in_all_states(executor, gates, wait, beyond_prefetch)

    def judge(selection):
        futures = [stock[position] for position in selection.positions]
        done = {future for future in futures if future.done()}
        fulfilled = {
            ALL_COMPLETED: done == set(futures),
            FIRST_COMPLETED: bool(done) or not futures,
            FIRST_EXCEPTION: done == set(futures) or any(map(failed, done)),
        }[selection.condition]
        timeout = None if fulfilled else 0
        assert wait(futures, timeout, selection.condition) == (done, set(futures) - done)

    properties.for_selections(judge, out_of=len(stock))


def failed(future):
    """Say whether the call of a future that is done has raised."""
    return not future.cancelled() and future.exception() is not None
