"""The chapter on `as_completed`: futures in all states together."""

from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import futures_in_all_states


@verifies("ASC-02", kinds=WITH_GATES, relies_on=("cancel",))
def test_the_done_ones_among_any_futures_are_yielded_once(
    executor, gates, wait, as_completed, beyond_prefetch, properties
):
    stock = futures_in_all_states(executor, gates, wait, beyond_prefetch)

    def judge(selection):
        futures = [stock[position] for position in selection.positions]
        done = {future for future in futures if future.done()}
        yielded = []
        # With something to wait for, no more is asked for than what is done.
        iterator = iter(as_completed(futures))
        while len(yielded) < len(done):
            yielded.append(next(iterator))
        assert set(yielded) == done, f"{yielded} were yielded, where {done} are done"
        if done == set(futures):
            assert next(iterator, None) is None, "a future was yielded again"

    properties.for_selections(judge, out_of=len(stock))
