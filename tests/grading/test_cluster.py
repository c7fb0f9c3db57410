"""A class on a Dask cluster: two workers, one of which is killed halfway."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field

import pytest

from cnnquiz.errors import UsageError
from cnnquiz.grading import batch
from cnnquiz.grading.cluster import connect
from cnnquiz.grading.verdict import Status

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

RIGHT = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"
WRONG = "import numpy as np\ndef relu(x):\n    return np.abs(x)\n"
ON_LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard")


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own."""

    folder: str
    processes: list[subprocess.Popen] = field(default_factory=list)
    workers: list[subprocess.Popen] = field(default_factory=list)
    address: str = ""

    def start_scheduler(self) -> None:
        """Start it and read its address from what it says."""
        scheduler = self._dask("scheduler", "--port", "0", stderr=subprocess.PIPE)
        for line in scheduler.stderr:
            if "Scheduler at:" in line:
                self.address = line.split()[-1]
                return
        pytest.fail("the scheduler did not start")

    def start_worker(self) -> None:
        """Start one with one thread, and nobody to start it again."""
        threads = ("--nthreads", "1", "--no-nanny", "--local-directory", self.folder)
        self.workers.append(self._dask("worker", self.address, *threads))

    def stop(self) -> None:
        """End what was started."""
        for process in self.processes:
            process.kill()
            process.wait()
            if process.stderr:
                process.stderr.close()

    def _dask(self, *arguments: str, stderr=subprocess.DEVNULL) -> subprocess.Popen:
        command = [sys.executable, "-m", "dask", *arguments, *ON_LOOPBACK]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=stderr, text=True
        )
        self.processes.append(process)
        return process


@pytest.fixture
def cluster(tmp_path):
    """Start a scheduler without workers."""
    made = Cluster(str(tmp_path / "dask"))
    try:
        made.start_scheduler()
        yield made
    finally:
        made.stop()


@pytest.fixture
def jobs(tmp_path):
    """Write a class of ten, every third wrong, and return what there is to grade."""
    for number in range(10):
        path = tmp_path / "class" / f"student{number}" / "relu.py"
        path.parent.mkdir(parents=True)
        path.write_text(WRONG if number % 3 == 2 else RIGHT)
    return batch.find_jobs([tmp_path / "class"], None, seed=4, examples=20)


def test_a_worker_that_is_killed_halfway_loses_nothing(cluster, jobs) -> None:
    """What it had under way goes to the other, and nothing is graded twice over."""
    cluster.start_worker()
    cluster.start_worker()
    told = []

    def kill(done, total, verdict) -> None:
        told.append(verdict.file)
        if done == 4:
            cluster.workers[0].kill()

    with connect(cluster.address) as executor:
        executor._client.wait_for_workers(2, timeout=60)
        graded = batch.grade_all(jobs, executor=executor, told=kill)
    assert cluster.workers[0].wait() != 0
    assert [verdict.file for verdict, _ in graded.results] == [
        str(j.path) for j in jobs
    ]
    assert [v.status for v, _ in graded.results] == [
        Status.WRONG if number % 3 == 2 else Status.PASSED for number in range(10)
    ]
    assert sorted(told) == sorted(str(job.path) for job in jobs)


def test_a_scheduler_without_workers_is_said_to_have_none(cluster) -> None:
    """Rather than waited for without end."""
    with (
        pytest.raises(UsageError, match="has no workers"),
        connect(cluster.address, wait=5),
    ):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "foo://x:1", ""])
def test_an_address_where_nothing_answers_is_a_wrong_command_line(address) -> None:
    """In one line, whatever the library has to say."""
    with (
        pytest.raises(UsageError, match="no Dask scheduler answers at") as found,
        connect(address, wait=0.5),
    ):
        pass
    assert "\n" not in str(found.value)
