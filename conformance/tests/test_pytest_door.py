"""Door 2: conformance classes in an implementer's own test session."""

import json
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.slow

FEW = "clauses=['SUB-14', 'SUB-03', 'RES-01', 'MAP-23', 'MAP-03', 'THR-01', 'PRC-01']"

FIXTURE_DOOR = f"""
    import pytest
    from concurrent.futures import ThreadPoolExecutor
    from executor_conformance import Adapter, conformance

    class MyPool(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            return super().submit(fn, *args)

    @pytest.fixture(scope="session")
    def executor_adapter():
        return Adapter(name="mypool", make=MyPool, kind="thread")

    TestMyPool = conformance({FEW})
"""

BOTH = """
    TestThreads = conformance(Adapter(name="good", make=ThreadPoolExecutor), clauses=["SUB-03"])

    def test_of_their_own():
        pass
"""


@pytest.fixture
def run(pytester, monkeypatch):
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def run_pytest(source, *arguments):
        pytester.makepyfile(test_mine=source)
        return pytester.runpytest_subprocess(*arguments)

    return run_pytest


def verdicts(path):
    found = {}
    for line in path.read_text().splitlines():
        record = json.loads(line)
        if record["record"] == "header":
            clauses = found[record["name"]] = {}
        elif record["record"] == "clause":
            clauses[record["id"]] = record["verdict"]
    return found


EXPECTED = {
    "mypool": {
        "SUB-14": "pass",
        "SUB-03": "fail",
        "RES-01": "pass",
        "MAP-23": "pass",
        "MAP-03": "pass",
        "THR-01": "pass",
        "PRC-01": "unsupported",
    }
}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("-n", "2"),
        ("--import-mode=importlib", "-W", "error", "--strict-markers", "-p", "no:cacheprovider"),
    ],
    ids=["plain", "xdist", "strict"],
)
def test_verdicts_are_the_same_however_pytest_is_run(run, pytester, arguments):
    result = run(FIXTURE_DOOR, "--conformance-report=report.jsonl", *arguments)
    result.assert_outcomes(passed=5, failed=1, skipped=1)
    assert verdicts(pytester.path / "report.jsonl") == EXPECTED


def test_a_failure_reads_as_the_clause_and_how_to_judge_it_again(run):
    result = run(FIXTURE_DOOR, "-k", "SUB-03")
    result.assert_outcomes(failed=1, deselected=6)
    result.stdout.fnmatch_lines(
        [
            "*SUB-03 fail (must; basis: *",
            "*again: pytest *test_mine.py::TestMyPool::test_submit?SUB-03?*",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_the_order_does_not_matter(run, pytester):
    pytester.makeconftest(
        """
        def pytest_collection_modifyitems(items):
            items.reverse()
        """
    )
    run(FIXTURE_DOOR, "--conformance-report=report.jsonl")
    assert verdicts(pytester.path / "report.jsonl") == EXPECTED


def test_two_adapters_and_ordinary_tests_keep_apart(run, pytester):
    result = run(FIXTURE_DOOR + BOTH, "--conformance-report=report.jsonl", "--junitxml=junit.xml")
    result.assert_outcomes(passed=7, failed=1, skipped=1)
    found = verdicts(pytester.path / "report.jsonl")
    assert found == {**EXPECTED, "good": {"SUB-03": "pass"}}
    assert 'name="verdict" value="fail"' in (pytester.path / "junit.xml").read_text()


def test_settings_of_the_implementer_do_not_reach_the_clauses(run, pytester):
    pytester.makeini("[pytest]\naddopts = -ra --strict-markers\nfilterwarnings = error\n")
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(autouse=True)
        def every_test(request):
            assert "test_of_their_own" in request.node.name, "reached a clause"
        """
    )
    run(FIXTURE_DOOR + BOTH).assert_outcomes(passed=7, failed=1, skipped=1)


def test_hooks_of_the_implementer_do_not_reach_the_judged_process(run, pytester):
    pytester.makeconftest(
        """
        import pytest

        def pytest_addoption(parser):
            parser.addoption("--slow", action="store_true")

        def pytest_configure(config):
            config.addinivalue_line("markers", "slow")

        def pytest_collection_modifyitems(config, items):
            for item in items:
                if "slow" in item.keywords and not config.getoption("--slow"):
                    item.add_marker(pytest.mark.skip("it is slow"))

        def pytest_runtest_setup(item):
            if isinstance(item, pytest.Function):
                assert item.name == "test_of_their_own", "reached a test of the suite"
        """
    )
    source = FIXTURE_DOOR + "\n    pytestmark = pytest.mark.slow\n" + BOTH
    run(source, "--slow").assert_outcomes(passed=7, failed=1, skipped=1)
    run(source).assert_outcomes(skipped=9)


def test_a_clause_that_is_run_again_is_counted_once(run, pytester):
    pytester.makeconftest(
        """
        from _pytest.runner import runtestprotocol

        def pytest_runtest_protocol(item, nextitem):
            runtestprotocol(item, nextitem=item)
        """
    )
    result = run(FIXTURE_DOOR)
    result.stdout.fnmatch_lines(["*TestMyPool: mypool* (thread): 1 fail, 5 pass, 1 unsupported"])


STUCK = """
    import threading
    from concurrent.futures import ThreadPoolExecutor
    from executor_conformance import Adapter, conformance

    class Stuck(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            threading.Event().wait()

    TestStuck = conformance(Adapter(name="stuck", make=Stuck, kind="thread"), clauses=["SUB-14"])
"""


def test_time_limits_of_the_session_do_not_reach_the_clauses(run, pytester):
    pytest.importorskip("pytest_timeout")
    pytester.makeini("[pytest]\nfaulthandler_timeout = 0.3\ntimeout = 0.3\n")
    result = run(STUCK, "--conformance-deadline=0.5", "--strict-markers")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*SUB-14 hang*"])
    result.stderr.no_fnmatch_line("Timeout*")


def test_without_the_plugin_the_class_fails(run):
    result = run(FIXTURE_DOOR, "-p", "no:executor_conformance")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*the pytest plugin executor_conformance is not loaded*"])


def test_an_overridden_clause_is_noticed(run):
    source = FIXTURE_DOOR + (
        "\n    class TestShadowed(conformance()):\n        def test_map(self): pass\n"
    )
    result = run(source)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*TestShadowed is a conformance class*TestShadowed.test_map*"])


def test_an_unknown_clause_is_told(run):
    source = FIXTURE_DOOR.replace("'SUB-14'", "'SUB-99'")
    result = run(source)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*there is no clause 'SUB-99'*"])


@pytest.mark.parametrize(
    ("fixture", "words"),
    [
        ("", "there is no fixture executor_adapter"),
        ("    def executor_adapter():\n        return 5", "must return an Adapter, not 5"),
        ("    def executor_adapter():\n        raise OSError('no cluster')", "no cluster"),
    ],
    ids=["none", "wrong type", "raises"],
)
def test_a_wrong_adapter_fixture_is_told(run, fixture, words):
    decorated = f"    @pytest.fixture(scope='session')\n{fixture}" if fixture else ""
    source = (
        "    import pytest\n    from executor_conformance import conformance\n"
        f"{decorated}\n    TestPool = conformance(clauses=['SUB-14'])\n"
    )
    result = run(source)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*{words}*"])


def test_a_session_that_judged_nothing_fails(run):
    source = FIXTURE_DOOR.replace(FEW, "clauses=['PRC-01']")
    result = run(source)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*nothing was judged*"])


DECLARED = '[[deviation]]\nclause = "SUB-03"\nreason = "For the scheduler."\n'
STALE = '[[deviation]]\nclause = "RES-01"\nreason = "It used to."\n'


def test_declared_failures_are_xfailed_and_stale_declarations_fail(run, pytester):
    (pytester.path / "known.toml").write_text(DECLARED + STALE)
    arguments = ("--conformance-deviations=known.toml", "--conformance-report=report.jsonl", "-rx")
    result = run(FIXTURE_DOOR, *arguments)
    result.assert_outcomes(passed=4, failed=1, skipped=1, xfailed=1)
    result.stdout.fnmatch_lines(
        ["*RES-01 xpass*", "*remove the declaration*", "*declared: It used to.*"]
    )
    result.stdout.fnmatch_lines(["*For the scheduler.*"])
    changed = {"SUB-03": "xfail", "RES-01": "xpass"}
    assert verdicts(pytester.path / "report.jsonl") == {"mypool": {**EXPECTED["mypool"], **changed}}


def test_the_adapter_may_declare_failures(run, pytester):
    (pytester.path / "known.toml").write_text(DECLARED)
    source = FIXTURE_DOOR.replace('kind="thread")', 'kind="thread", deviations="known.toml")')
    run(source).assert_outcomes(passed=5, skipped=1, xfailed=1)
    run(source, "--conformance-no-deviations").assert_outcomes(passed=5, failed=1, skipped=1)


def test_a_wrong_file_of_deviations_is_a_usage_error(run):
    result = run(FIXTURE_DOOR, "--conformance-deviations=none.toml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*there is no such file*"])


def test_a_wrong_option_is_a_usage_error(run):
    result = run(FIXTURE_DOOR, "--conformance-deadline=0")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result = run(FIXTURE_DOOR, "--conformance-report=/no/such/folder/r.jsonl")
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_an_interrupted_session_leaves_the_old_report(run, pytester):
    (pytester.path / "report.jsonl").write_text("old\n")
    result = run(FIXTURE_DOOR, "--conformance-report=report.jsonl", "-x")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    records = (pytester.path / "report.jsonl").read_text()
    # -x ends the session in order: what was not judged is recorded as such.
    assert '"untested"' in records


def test_sessions_without_a_conformance_class_are_left_alone(run):
    result = run("    def test_own():\n        pass\n")
    result.assert_outcomes(passed=1)
    assert "executor conformance" not in result.stdout.str()


def test_junit_xml_of_pytest_reads_well(run, pytester):
    run(FIXTURE_DOOR, "--junitxml=junit.xml", "-o", "junit_family=xunit2")
    root = ElementTree.parse(pytester.path / "junit.xml").getroot()
    cases = {case.attrib["name"]: case for case in root.iter("testcase")}
    broken = cases["test_submit[SUB-03]"]
    assert broken.find("failure").attrib["message"].startswith("SUB-03 fail (must; basis: ")
    properties = {each.attrib["name"]: each.attrib["value"] for each in broken.iter("property")}
    assert properties == {"clause": "SUB-03", "verdict": "fail"}
    skipped = cases["test_processes[PRC-01]"].find("skipped")
    assert skipped.attrib["message"].startswith("unsupported: is about the kinds process")
    line = 1 + FIXTURE_DOOR[: FIXTURE_DOOR.index("TestMyPool")].count("\n") - 1
    assert f"test_mine.py:{line}: unsupported" in skipped.text
