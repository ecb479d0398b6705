"""Properties: what holds for every input is tried on many, chosen by Hypothesis.

Hypothesis is imported when a property is tried: the rest of the suite does not wait for it.
"""

from __future__ import annotations

from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from executor_conformance import tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import hypothesis

    from executor_conformance.model import Step

EXAMPLES = 25
MAP_EXAMPLES = 15


@dataclass(frozen=True)
class MapCall:
    """One call of `map`: the iterables of its inputs, and its keywords.

    An item of the first iterable that is a text makes its call fail.
    """

    iterables: tuple[list[Any], ...]
    keywords: dict[str, Any]

    def outcomes_of_a_loop(self, executor: Any) -> list[Any]:
        """Submit the calls in a loop; return their values, up to the first that fails.

        The error of that one is the last item, as a text that can be compared.
        """
        groups = zip(*self.iterables, strict=False)
        futures = [executor.submit(tasks.answer, *group) for group in groups]
        return list(_until_failure(future.result() for future in futures))

    def outcomes_of_map(self, executor: Any) -> list[Any]:
        """Make the same calls by `map`, and return what its iterator gives in the same form."""
        return list(_until_failure(executor.map(tasks.answer, *self.iterables, **self.keywords)))

    def assert_equals_a_loop(self, executor: Any) -> None:
        """Make the calls by `map` and in a loop, and compare all that comes of them."""
        mapped, looped = self.outcomes_of_map(executor), self.outcomes_of_a_loop(executor)
        assert mapped == looped, f"of {self}, map made {mapped}, and a loop of submit {looped}"


def _until_failure(results: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from results
    except ValueError as error:
        yield repr(error)


def for_map_calls(
    judge: Callable[[MapCall], None],
    *,
    failures: bool = False,
    chunks: bool = False,
    buffers: bool = False,
) -> None:
    """Try `judge` on calls of `map` with inputs of all shapes.

    With `failures`, calls at any position fail, with `chunks` there are chunks of all sizes, and
    with `buffers` buffers, or none.
    """
    from hypothesis import strategies as st

    item = st.one_of(st.integers(0, 9), st.none(), st.tuples(st.integers(), st.integers()))
    good = first = st.lists(item, max_size=8)
    if failures:
        rest = st.lists(st.one_of(item, st.just("fails too")), max_size=8)
        first = st.one_of(good, st.builds(lambda a, b: [*a, "fails", *b], good, rest))
    iterables = st.one_of(st.tuples(first), st.tuples(first, good), st.tuples(first, good, good))
    keywords: dict[str, Any] = {}
    if chunks:
        keywords["chunksize"] = st.integers(1, 12)
    if buffers:
        keywords["buffersize"] = st.none() | st.integers(1, 12)
    # Each makes up to sixteen calls, which take their time where they cross to another process.
    examples = st.builds(MapCall, iterables, st.fixed_dictionaries(keywords))
    _try(judge, examples, max_examples=MAP_EXAMPLES)


def for_lives_beyond_the_end(judge: Callable[[list[Step]], None]) -> None:
    """Try `judge` on steps that lead a new future to an end, and on any number of steps more."""
    from hypothesis import strategies as st

    from executor_conformance.model import Step, ways
    from executor_conformance.model.step import TAKES_ARGUMENT
    from executor_spec import load_states

    table = load_states()
    to_an_end = [steps for state, steps in ways(table).items() if table.state(state).done]
    more = [
        *(Step(event.name) for event in table.events if event.name not in TAKES_ARGUMENT),
        *(Step(event, timeout) for event in ("result", "exception") for timeout in (None, 0, -1)),
        # Values that are easily taken for no value, or for a failure.
        *(Step("set_result", value) for value in (None, 0, ValueError("returned"))),
        # A call may raise the very errors by which a future says that there is no outcome.
        *(Step("set_exception", error) for error in (TimeoutError("own"), CancelledError("own"))),
    ]
    lives = st.builds(
        lambda beginning, rest: [Step("add_done_callback"), *beginning, *rest],
        st.sampled_from(to_an_end),
        st.lists(st.sampled_from(more), min_size=4, max_size=8),
    )
    _try(judge, lives)


def settings(**changes: Any) -> hypothesis.settings:
    """Return Hypothesis' settings for the suite, with some changes.

    Every field is set: an implementer's own profile must not change a verdict.
    """
    import hypothesis

    fields: dict[str, Any] = {
        "max_examples": EXAMPLES,
        "derandomize": True,
        "database": None,
        "deadline": None,
        "phases": (hypothesis.Phase.generate, hypothesis.Phase.shrink),
        "suppress_health_check": list(hypothesis.HealthCheck),
        "verbosity": hypothesis.Verbosity.quiet,
        "report_multiple_bugs": False,
        "print_blob": False,
        "stateful_step_count": 50,
        "backend": "hypothesis",
    }
    default = hypothesis.settings.get_profile("default")
    return hypothesis.settings(default, **{**fields, **changes})


@dataclass(frozen=True)
class Selection:
    """Some futures out of a stock, by their positions and perhaps repeatedly, and a condition."""

    positions: tuple[int, ...]
    condition: str


def for_selections(judge: Callable[[Selection], None], *, out_of: int) -> None:
    """Try `judge` on selections out of so many futures, with every condition of `wait`."""
    from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION

    from hypothesis import strategies as st

    positions = st.lists(st.integers(0, out_of - 1), max_size=2 * out_of).map(tuple)
    condition = st.sampled_from([ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION])
    _try(judge, st.builds(Selection, positions, condition))


def _try(judge: Callable[[Any], None], strategy: Any, **changes: Any) -> None:
    import hypothesis

    @settings(**changes)
    @hypothesis.given(strategy)
    def holds(example: Any) -> None:
        judge(example)

    holds()
