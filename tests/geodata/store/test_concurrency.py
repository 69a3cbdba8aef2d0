"""Several threads and processes at once: nobody loses anything, readers never wait."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geodata.store import Store, StoreError
from geodata.store.datasets import data_version
from geodata.store.engine import reading
from geodata.store.maintenance import check
from tests.geodata.store.made import AT, info, observed

VALUES = {("1", "x", "2020"): 1.0}

PUBLISHER = """
import sys, time
from datetime import UTC, datetime
import numpy as np, pandas as pd
from geodata.store import DatasetInfo, Store

url, pause_s = sys.argv[1], float(sys.argv[2])
count = 200_000
codes = pd.Series(np.arange(count), dtype="str")
table = pd.DataFrame({"area_code": codes, "indicator_id": "x", "period": "2020", "value": 1.0, "status": "A"})
table = table.assign(source_ref=pd.Series([None] * count, dtype="str"))
info = DatasetInfo(title="big", source="", licence="", file_name="", file_sha256="")
store = Store.open(url)
print("ready", flush=True)
with store.writing(author="killed", at=datetime.now(UTC)) as writer:
    writer.publish_observations("aaa", table, info)
    print("written", flush=True)
    time.sleep(pause_s)
print("committed", flush=True)
"""


def start_publisher(url: str, *, pause_s: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PUBLISHER, url, str(pause_s)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])


def kill(publisher: subprocess.Popen[str]) -> str:
    """Kill it as a power cut would, and return what it had said."""
    os.kill(publisher.pid, signal.SIGKILL)
    said, _ = publisher.communicate()
    return said


def test_a_writer_killed_before_its_commit_leaves_nothing(store: Store, url: str) -> None:
    before = store.data_version("aaa")
    publisher = start_publisher(url, pause_s=120)
    assert publisher.stdout is not None
    assert [publisher.stdout.readline().strip() for _ in range(2)] == ["ready", "written"]
    assert store.observations("aaa").empty
    assert "committed" not in kill(publisher)
    store.close()
    with Store.open(url) as reopened:
        assert reopened.datasets().empty
        assert reopened.observations("aaa").empty
        assert reopened.data_version("aaa") == before
        assert check(reopened) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_writer_killed_at_any_moment_leaves_all_or_nothing(store: Store, url: str, seed: int) -> None:
    publisher = start_publisher(url, pause_s=0)
    assert publisher.stdout is not None
    assert publisher.stdout.readline().strip() == "ready"
    threading.Event().wait(random.Random(seed).uniform(0, 1.5))
    said = kill(publisher)
    store.close()
    with Store.open(url) as reopened:
        # A kill between the commit and its announcement leaves everything, too.
        assert len(reopened.observations("aaa")) == 200_000 * len(reopened.datasets())
        assert len(reopened.datasets()) == 1 or "committed" not in said
        assert check(reopened) == []
        with reopened.writing(author="next", at=AT) as writer:
            writer.publish_observations("aaa", observed(VALUES), info())


def test_readers_see_the_state_before_while_a_writer_is_at_work(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_observations("aaa", observed(VALUES), info())
        assert store.observations("aaa").empty
        assert store.datasets().empty
    assert len(store.observations("aaa")) == 1


def test_a_second_writer_waits_for_the_first(store: Store, url: str) -> None:
    entered, done = threading.Event(), threading.Event()

    def second() -> None:
        entered.set()
        with Store.open(url) as other, other.writing(author="second", at=AT) as writer:
            writer.publish_observations("aaa", observed(VALUES), info("second"))
        done.set()

    with ThreadPoolExecutor(1) as pool:
        with store.writing(author="first", at=AT) as writer:
            waiting = pool.submit(second)
            assert entered.wait(10)
            assert not done.wait(0.3)
            writer.publish_observations("aaa", observed(VALUES), info("first"))
        waiting.result(timeout=20)
    assert store.datasets()["title"].tolist() == ["first", "second"]


def test_a_writer_that_waits_too_long_is_told_so(store: Store, url: str) -> None:
    with Store.open(url, busy_timeout_s=0.1) as impatient, store.writing(author="first", at=AT) as writer:
        with pytest.raises(StoreError, match="another import is being written"):
            impatient.writing(author="second", at=AT).__enter__()
        writer.publish_observations("aaa", observed(VALUES), info())
    assert len(store.datasets()) == 1


def test_one_store_serves_many_threads(store: Store) -> None:
    def publish_and_read(number: int) -> int:
        with store.writing(author=f"thread {number}", at=AT) as writer:
            writer.publish_observations("aaa", observed({(str(number), "x", "2020"): number}), info())
        return len(store.observations("aaa"))

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(publish_and_read, range(16)))
    assert max(seen) == 16
    assert sorted(store.observations("aaa")["value"]) == list(range(16))


def test_one_reading_sees_one_moment_even_while_others_publish(store: Store) -> None:
    with reading(store.engine) as connection:
        before = data_version(connection, "aaa")
        with store.writing(author="tester", at=AT) as writer:
            writer.publish_observations("aaa", observed(VALUES), info())
        assert data_version(connection, "aaa") == before
    assert store.data_version("aaa") != before


def test_several_may_create_one_store_at_once(new_url: Callable[[], str]) -> None:
    url = new_url()
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(Store.create_or_open, [url] * 4):
            assert store.datasets().empty
            store.close()
