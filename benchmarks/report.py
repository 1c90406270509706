"""How a benchmark measures and what it prints: one JSON line."""

import json
import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Timed:
    """Medians of interleaved runs, in seconds: on the wall, and on a core of this process."""

    seconds: float
    baseline_seconds: float
    cpu_seconds: float
    baseline_cpu_seconds: float

    @property
    def on_a_core(self) -> dict[str, float]:
        """What a line says beside the wall: on a machine that others use too, it says more."""
        return {
            "cpu_seconds": round(self.cpu_seconds, 4),
            "baseline_cpu_seconds": round(self.baseline_cpu_seconds, 4),
            "cpu_ratio": round(self.baseline_cpu_seconds / self.cpu_seconds, 1),
        }


def interleaved(run: Callable[[], object], baseline: Callable[[], object], rounds: int = 3) -> Timed:
    """Run both in turn, so that a busy machine slows both; gives the median of each."""
    wall: tuple[list[float], list[float]] = ([], [])
    cpu: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for place, work in enumerate((run, baseline)):
            began = time.process_time()
            wall[place].append(seconds_of(work))
            cpu[place].append(time.process_time() - began)
    medians = (statistics.median(times) for times in (*wall, *cpu))
    return Timed(*medians)


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes once."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


class PeakMemory:
    """The most memory that this process held while the block ran, above what it held before, in MiB."""

    def __init__(self) -> None:
        self.mib = 0.0
        self._stop = threading.Event()

    def __enter__(self) -> "PeakMemory":
        self._before = _resident()
        self._most = self._before
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._watcher.join()
        self.mib = max(0.0, (max(self._most, _resident()) - self._before) / MIB)

    def _watch(self) -> None:
        while not self._stop.wait(0.02):
            self._most = max(self._most, _resident())


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def show(what: str, n: int, seconds: float, baseline_seconds: float, peak_mib: float, **more: object) -> None:
    """Print one line. ``baseline_seconds`` is for the same ``n``; where it was measured on fewer, it is scaled."""
    line = {
        "what": what,
        "n": n,
        "seconds": round(seconds, 4),
        "baseline_seconds": round(baseline_seconds, 4),
        "ratio": round(baseline_seconds / seconds, 1),
        "peak_mib": round(peak_mib, 1),
        **more,
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
