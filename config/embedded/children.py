"""Child processes that never outlive us: own session, a signal when the parent dies, a bounded end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.unprivileged import Account

LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run, as whom, and how it is asked to stop."""

    name: str
    command: Sequence[str]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    cwd: Path = Path("/")
    environment: Mapping[str, str] = field(default_factory=dict)
    #: None stands for our own account.
    account: Account | None = None
    #: Open files it inherits, such as a listening socket.
    pass_fds: Sequence[int] = ()


def start(program: Program) -> subprocess.Popen[bytes]:
    """Start a program in its own session; it gets its stop signal when the thread that called this dies.

    Call it from the main thread: Linux ties the signal to the thread, not to the process.
    """
    account = f"{program.account.uid}:{program.account.gid}" if program.account else "-"
    launch = [sys.executable, "-I", "-S", str(LAUNCH), str(int(program.stop_signal)), str(os.getpid()), account]
    with program.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 (commands are our own)
            [*launch, *program.command],
            cwd=program.cwd,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=tuple(program.pass_fds),
        )


def stop(process: subprocess.Popen[bytes], sign: signal.Signals, seconds: float) -> None:
    """Ask a child to end; end its whole session after `seconds`."""
    if process.poll() is None:
        process.send_signal(sign)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            kill_session(process.pid)
            process.wait()


def kill_session(pid: int) -> None:
    """Kill a child and what it started (a child leads its own process group)."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_until(true: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    """Ask again and again until it is true (True) or the time is over (False)."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
