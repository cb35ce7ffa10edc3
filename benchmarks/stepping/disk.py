"""What this machine's disk takes to keep one page: every commit waits for that once, SpiffWorkflow in memory never."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

_PAGE = b"\0" * 8192


def seconds_to_keep(folder: Path, times: int = 40) -> float:
    """Median seconds of writing one page of a file that has its size already, and of waiting until it is on the disk
    (as PostgreSQL's ``fdatasync`` of its log does).
    """
    path = folder / "disk-of-the-measure"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.write(handle, _PAGE)
        os.fsync(handle)
        return statistics.median(_kept(handle) for _ in range(times))
    finally:
        os.close(handle)
        path.unlink()


def _kept(handle: int) -> float:
    begun = time.perf_counter()
    os.pwrite(handle, _PAGE, 0)
    os.fdatasync(handle)
    return time.perf_counter() - begun
