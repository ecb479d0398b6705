"""The inline executor."""

import gc
import threading
import weakref

import pytest

from executor_reference import InlineExecutor


def fail():
    raise ValueError("error")


def test_the_call_is_made_inside_submit():
    with InlineExecutor() as executor:
        future = executor.submit(threading.get_ident)
        assert future.done()
        assert future.result() == threading.get_ident()
        assert isinstance(executor.submit(fail).exception(), ValueError)


def test_calls_may_submit_calls():
    with InlineExecutor() as executor:
        assert executor.submit(lambda: executor.submit(int).result()).result() == 0
        assert executor.submit(int).result() == 0


def test_a_closed_executor_refuses():
    executor = InlineExecutor()
    executor.shutdown()
    executor.shutdown(wait=False, cancel_futures=True)
    with pytest.raises(RuntimeError, match="shut down"):
        executor.submit(int)


def test_a_call_that_shuts_down_and_waits_gets_an_error():
    executor = InlineExecutor()
    assert isinstance(executor.submit(executor.shutdown).exception(), RuntimeError)
    with pytest.raises(RuntimeError):
        executor.submit(int)
    executor.shutdown()


def test_shutdown_waits_for_calls_in_other_threads():
    executor = InlineExecutor()
    started, gate, returned = threading.Event(), threading.Event(), threading.Event()

    def call():
        started.set()
        gate.wait(30)

    submitter = threading.Thread(target=executor.submit, args=(call,))
    submitter.start()
    assert started.wait(30)
    executor.shutdown(wait=False)
    closer = threading.Thread(target=lambda: (executor.shutdown(), returned.set()))
    closer.start()
    assert not returned.wait(0.02)
    gate.set()
    assert returned.wait(30)
    submitter.join()
    closer.join()


@pytest.mark.skipif(not hasattr(gc, "freeze"), reason="needs reference counting")
def test_a_failed_call_makes_no_cycle():
    gc.disable()
    try:
        with InlineExecutor() as executor:
            reference = weakref.ref(executor.submit(fail))
            assert reference() is None
    finally:
        gc.enable()
