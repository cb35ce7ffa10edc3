"""The demo's supervisor: starts the servers, the web server, the worker and beat; looks after them; ends them in order.

It sets SIGINT and SIGTERM itself. Its children lead sessions of their own (a Ctrl-C at the terminal reaches only the
supervisor) and are told by the kernel when it dies, so nothing is left behind even after kill -9.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

from config.embedded import children, keeper, servers, steps
from config.embedded.places import BASE_DIR, Places
from config.embedded.readiness import health, wait_for_site

#: How long each may take to end when asked; with Valkey and PostgreSQL less than 8 seconds in all.
SECONDS_TO_END = {"web": 2.0, "worker": 1.5, "beat": 0.5}
RESTARTS_PER_MINUTE = 5


@dataclass
class Supervisor:
    """What runs now."""

    places: Places
    listening: socket.socket
    ending: bool = False
    own_keeper: "subprocess.Popen[bytes] | None" = None
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    restarts: list[float] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the site answers."""
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def programs(self) -> dict[str, children.Program]:
        """The processes of the demo, in the order they are stopped."""
        bind = ["--bind", f"fd://{self.listening.fileno()}", "--graceful-timeout", "2"]
        celery = ["celery", "--app", "config.celery"]
        quiet = ["--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"]
        schedule = ["--schedule", str(self.places.var / "beat-schedule"), "--pidfile="]
        return {
            "web": self._program("web", ["gunicorn", "--config", "python:config.serving", *bind]),
            "worker": self._program("worker", [*celery, "worker", "--loglevel", "WARNING", *quiet]),
            "beat": self._program("beat", [*celery, "beat", "--loglevel", "WARNING", *schedule]),
        }

    def run_servers(self) -> None:
        """Start PostgreSQL and Valkey, unless DATABASE_URL and REDIS_URL name others."""
        if not servers.all_elsewhere():
            self.own_keeper = servers.use(self.places)
            servers.have_database(self.places)

    def start(self) -> None:
        """Start the web server, the worker and beat."""
        for name, program in self.programs().items():
            self.running[name] = children.start(program)

    def look_after(self) -> None:
        """Start again what died; give up on something that dies over and over."""
        for name, process in list(self.running.items()):
            if process.poll() is None:
                continue
            self.restarts = [at for at in self.restarts if at > time.monotonic() - 60] + [time.monotonic()]
            if len(self.restarts) > RESTARTS_PER_MINUTE:
                raise steps.StepFailed(f"{name} does not stay up:\n{steps.tail(self.places.log_dir / f'{name}.log')}")
            steps.say(f"! {name} ended ({process.returncode}); starting it again")
            self.running[name] = children.start(self.programs()[name])

    def stop(self) -> None:
        """End everything this supervisor started: web, worker, beat, Valkey, PostgreSQL."""
        for name, seconds in SECONDS_TO_END.items():
            if name in self.running:
                children.stop(self.running[name], signal.SIGTERM, seconds)
        if self.own_keeper is not None:
            servers.end_keeper(self.own_keeper, self.places)

    def _program(self, name: str, words: list[str]) -> children.Program:
        return children.Program(
            name=name,
            command=[sys.executable, "-m", *words],
            log=self.places.log_dir / f"{name}.log",
            cwd=BASE_DIR,
            environment={"SITE_ADDRESS": self.address, "PYTHONUNBUFFERED": "1"},
            pass_fds=[self.listening.fileno()] if name == "web" else [],
        )


def main(arguments: list[str]) -> None:
    """Run the demo until it is told to end."""
    parser = argparse.ArgumentParser(prog="bin/demo", description="Starts Gyeot with demo data on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="where the site answers (default: 8000)")
    port: int = parser.parse_args(arguments).port
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.embedded"
    places = servers.demo_places()
    places.make()
    _refuse_a_second_demo(places)
    supervisor = Supervisor(places, _listen(port))
    _end_when_told(supervisor)
    try:
        _bring_up(supervisor)
        while True:
            supervisor.look_after()
            time.sleep(0.5)
    finally:
        supervisor.ending = True
        steps.say("\nStopping …")
        supervisor.stop()
        steps.say("Everything has stopped.")


def _bring_up(supervisor: Supervisor) -> None:
    began = time.monotonic()
    steps.say("· starting PostgreSQL and Valkey")
    supervisor.run_servers()
    _prepare(supervisor)
    steps.say("· starting the web server, the worker and beat")
    supervisor.start()
    wait_for_site(supervisor.address, supervisor.look_after)
    accounts = supervisor.places.var / "accounts.txt"
    state = health(supervisor.address).get("status")
    steps.say(f"\nGyeot runs ({state}, after {time.monotonic() - began:.0f} s):  {supervisor.address}/\n")
    steps.say(accounts.read_text() if accounts.exists() else "")
    steps.say(
        f"Codes sent by SMS appear at {supervisor.address}/demo/messages/ ; logs in .var/log/ ; Ctrl-C ends it all."
    )


def _prepare(supervisor: Supervisor) -> None:
    """Migrate, deploy, load: in a child, whose lines go straight to the terminal."""
    command = [sys.executable, "manage.py", "prepare_demo"]
    environment = {**os.environ, "SITE_ADDRESS": supervisor.address, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=BASE_DIR, env=environment, start_new_session=True)  # noqa: S603
    try:
        if process.wait() != 0:
            raise steps.StepFailed("The demo's data could not be prepared; see above.")
    finally:
        if process.poll() is None:
            children.kill_session(process.pid)
            process.wait()


def _end_when_told(supervisor: Supervisor) -> None:
    def end(sign: int, _frame: FrameType | None) -> None:
        if not supervisor.ending:  # the second Ctrl-C of an impatient person must not cut the stopping short
            supervisor.ending = True
            raise SystemExit(0 if sign == signal.SIGINT else 128 + sign)

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)


def _listen(port: int) -> socket.socket:
    """Take the port for good: the web server inherits it, also when it is started again."""
    try:
        return socket.create_server(("127.0.0.1", port), backlog=128)
    except OSError as refusal:
        raise steps.StepFailed(f"Port {port} is taken ({refusal.strerror}). Try:  bin/demo --port {port + 1}") from None


def _refuse_a_second_demo(places: Places) -> None:
    if keeper.lock(places.var / "demo.lock", keeper.ALONE) is None:
        raise steps.StepFailed("bin/demo runs already in this clone; end it first (Ctrl-C where it was started).")


if __name__ == "__main__":
    main(sys.argv[1:])
