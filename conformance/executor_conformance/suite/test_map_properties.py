"""The chapter on `map`: that it equals a loop of `submit`, whatever is mapped."""

from executor_conformance.suite import verifies


@verifies("MAP-03")
def test_map_makes_the_calls_of_a_loop_whatever_is_mapped(executor, profile, properties):
    def judge(call):
        # In which order the results come is the matter of another clause.
        mapped = sorted(call.outcomes_of_map(executor), key=repr)
        looped = sorted(call.outcomes_of_a_loop(executor), key=repr)
        assert mapped == looped, f"of {call}, map made {mapped}, and a loop of submit {looped}"

    properties.for_map_calls(judge, buffers=profile.has("buffersize"))


@verifies("MAP-04")
def test_map_equals_a_loop_whatever_fails(executor, profile, properties):
    properties.for_map_calls(
        lambda call: call.assert_equals_a_loop(executor),
        failures=True,
        buffers=profile.has("buffersize"),
    )


@verifies("MAP-09")
def test_map_equals_a_loop_for_every_chunksize(executor, profile, properties):
    properties.for_map_calls(
        lambda call: call.assert_equals_a_loop(executor),
        failures=True,
        chunks=True,
        buffers=profile.has("buffersize"),
    )


@verifies("MAP-10")
def test_map_in_chunks_equals_a_loop(executor, profile, properties):
    def judge(call):
        mapped, looped = call.outcomes_of_map(executor), call.outcomes_of_a_loop(executor)
        # A failure may take with it the results that share its chunk.
        lost = call.keywords["chunksize"] if looped and isinstance(looped[-1], str) else 1
        begin = len(mapped) - 1
        assert mapped[:-1] == looped[:begin], f"of {call}, map made {mapped}, not {looped}"
        assert mapped[-1:] == looped[-1:], f"of {call}, map ended with {mapped[-1:]}"
        assert len(looped) - len(mapped) < lost, f"of {call}, map made only {mapped} of {looped}"

    properties.for_map_calls(judge, failures=True, chunks=True, buffers=profile.has("buffersize"))
