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
    """Medians of interleaved runs, in seconds."""

    seconds: float
    baseline_seconds: float


def interleaved(run: Callable[[], object], baseline: Callable[[], object], rounds: int = 3) -> Timed:
    """Run both in turn, so that a busy machine slows both; gives the median of each."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, work in zip(times, (run, baseline), strict=True):
            kept.append(seconds_of(work))
    return Timed(statistics.median(times[0]), statistics.median(times[1]))


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
