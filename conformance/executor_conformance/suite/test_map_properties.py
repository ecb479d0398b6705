"""The chapter on `map`: that it equals a loop of `submit`, whatever is mapped."""

from executor_conformance.suite import properties, verifies


@verifies("MAP-03")
def test_map_equals_a_loop_of_submit(executor):
    def judge(call):
        mapped, looped = call.outcomes_of_map(executor), call.outcomes_of_a_loop(executor)
        assert mapped == looped, f"of {call}, map made {mapped}, and a loop of submit {looped}"

    properties.for_map_calls(judge, chunks=False)


@verifies("MAP-09")
def test_map_equals_a_loop_of_submit_for_every_chunksize(executor):
    def judge(call):
        mapped, looped = call.outcomes_of_map(executor), call.outcomes_of_a_loop(executor)
        assert mapped == looped, f"of {call}, map made {mapped}, and a loop of submit {looped}"

    properties.for_map_calls(judge, chunks=True)


@verifies("MAP-10")
def test_map_in_chunks_equals_a_loop_of_submit(executor):
    def judge(call):
        mapped, looped = call.outcomes_of_map(executor), call.outcomes_of_a_loop(executor)
        # A failure may take with it the results that share its chunk.
        lost = call.chunksize if looped and isinstance(looped[-1], str) else 1
        begin = len(mapped) - 1
        assert mapped[:-1] == looped[:begin], f"of {call}, map made {mapped}, not {looped}"
        assert mapped[-1:] == looped[-1:], f"of {call}, map ended with {mapped[-1:]}"
        assert len(looped) - len(mapped) < lost, f"of {call}, map made only {mapped} of {looped}"

    properties.for_map_calls(judge, chunks=True)
