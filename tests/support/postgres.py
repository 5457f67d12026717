"""A PostgreSQL that lives as long as one command.

    python -m tests.support.postgres [--durable [--keep FOLDER]] COMMAND…

It listens on a socket in its own folder and nowhere else, so it meets no other server and needs
no port. `--durable` keeps the promises of a real one on disk: benchmarks want it, tests do not.
With `--keep` what is in it stays in that folder for the next command.
"""

import fcntl
import os
import platform
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.support import template_database

OLDEST = 15
NOT_FOUND = f"""PostgreSQL {OLDEST} or later was not found, so these tests cannot run.
Install its server:
  Debian, Ubuntu   apt install postgresql
  macOS            brew install postgresql@17
  elsewhere        put its pg_config on the PATH"""
INITDB = ["--pgdata=data", "--username=amparo", "--auth=trust", "--encoding=UTF8", "--no-sync"]
WITHOUT_PROMISES = ("fsync", "synchronous_commit", "full_page_writes")


def main(arguments: list[str]) -> int:
    durable = arguments[:1] == ["--durable"]
    command = arguments[durable:]
    keep = None
    if durable and command[:1] == ["--keep"]:
        keep, command = Path(command[1]).absolute(), command[2:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what we started ends too
    with cluster(find_binaries(), durable=durable, keep=keep) as url:
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": url}, check=False
        ).returncode


def find_binaries() -> Path:
    if found := _newest():
        return found
    if os.environ.get("CI") == "true" and can_install_packages():
        install_packages("postgresql")
    if found := _newest():
        return found
    sys.exit(NOT_FOUND)


@contextmanager
def cluster(
    binaries: Path, *, durable: bool = False, keep: Path | None = None
) -> Iterator[str]:  # fmt: skip
    """Yields the address of a server; with `keep` it stays in that folder, and begins with it."""
    # Short, because a socket's path may have 107 characters; in /tmp, because another user enters.
    home = keep or Path(tempfile.mkdtemp(prefix="amparo-pg-", dir="/tmp"))
    home.mkdir(parents=True, exist_ok=True)
    user = _owner()
    os.chown(home, user.pw_uid, user.pw_gid)
    as_owner = _as(user, home)
    if (home / "data").exists():
        _forget_killed_server(home)
        with _server(binaries, home, as_owner, durable=durable):
            yield f"postgres://amparo@/postgres?host={home}&port=5432"
        return
    kept = template_database.KEPT / f"postgresql-{_version(binaries)}-{template_database.key()}"
    try:
        _initialise(binaries, home, as_owner, like=kept / "data")
        with _server(binaries, home, as_owner, durable=durable):
            if not kept.exists():
                # Pages are made as somebody with fewer powers: see docs/operations.md.
                _tell(home, "CREATE ROLE amparo_app")
            yield f"postgres://amparo@/postgres?host={home}&port=5432"
            is_new = not durable and _has_template_alone(home) and not kept.exists()
        if is_new:
            _keep(home / "data", kept)
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


def _forget_killed_server(home: Path) -> None:
    """Removes what a server left that was killed; one that is alive keeps its folder."""
    told = home / "data" / "postmaster.pid"
    if not told.exists():
        return
    if Path("/proc", told.read_text().split()[0]).exists():
        sys.exit(f"Another command uses the PostgreSQL in {home}.")
    told.unlink()


class Mortal:
    """A server that keeps its promises on disk, can be killed at any moment, and started again."""

    def __init__(self, binaries: Path, home: Path, as_owner: dict):
        self._how = (binaries, home, as_owner)
        self.url = f"postgres://amparo@/postgres?host={home}&port=5432"
        self.start()

    def start(self) -> None:
        home = self._how[1]
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)
        self._server = _start(*self._how, durable=True)
        _wait_until_it_answers(self._server, home)

    def kill(self) -> None:
        """SIGKILL for the server and every process that speaks with somebody."""
        told = ["pgrep", "-P", str(self._server.pid)]
        found = subprocess.run(told, capture_output=True, text=True, check=False).stdout.split()
        self._server.kill()
        for pid in map(int, found):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait()
        _wait_until_gone(found)

    def stop(self) -> None:
        _stop(self._server)


@contextmanager
def mortal(binaries: Path) -> Iterator[Mortal]:
    home = Path(tempfile.mkdtemp(prefix="amparo-pg-", dir="/tmp"))
    user = _owner()
    os.chown(home, user.pw_uid, user.pw_gid)
    as_owner = _as(user, home)
    try:
        _initialise(binaries, home, as_owner)
        server = Mortal(binaries, home, as_owner)
        yield server
        server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait_until_gone(pids: list[str]) -> None:
    """Nobody may hold what the killed server held in memory when the next one starts."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        told = ["ps", "-o", "stat=", "-p", ",".join(pids)]
        alive = subprocess.run(told, capture_output=True, text=True, check=False).stdout.split()
        if all(state.startswith("Z") for state in alive):
            return
        time.sleep(0.05)


def _newest() -> Path | None:
    found = [(_version(folder), folder) for folder in _candidates()]
    version, folder = max(found, default=(0, None))
    return folder if version >= OLDEST else None


def _candidates() -> Iterator[Path]:
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run(
            [pg_config, "--bindir"], capture_output=True, text=True, check=False
        )
        yield Path(answer.stdout.strip())
    if postgres := shutil.which("postgres"):
        yield Path(postgres).resolve().parent
    for root, pattern in (
        ("/usr/lib/postgresql", "*/bin"),
        ("/usr", "pgsql-*/bin"),
        ("/opt/homebrew/opt", "postgresql*/bin"),
        ("/usr/local/opt", "postgresql*/bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
    ):
        yield from Path(root).glob(pattern)


def _version(folder: Path) -> int:
    """The version that runs from this folder; 0 when the server or its initdb does not."""
    try:
        for program in ("initdb", "postgres"):
            answer = subprocess.run(
                [folder / program, "--version"], capture_output=True, text=True, check=True
            )
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = answer.stdout.split()[2]  # "postgres (PostgreSQL) 17.2 (Debian…)"
    return int("".join(digit for digit in number.split(".")[0][:2] if digit.isdigit()))


def _owner() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root: there, someone with fewer powers runs it."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _as(user: pwd.struct_passwd, home: Path) -> dict:
    place = {"cwd": home, "env": {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C"}}
    if os.geteuid() != 0:
        return place
    return place | {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _tell(home: Path, sql: str) -> list[tuple]:
    with psycopg.connect(
        f"host={home} user=amparo dbname=postgres", autocommit=True
    ) as connection:
        answer = connection.execute(sql)
        return answer.fetchall() if answer.description else []


def _has_template_alone(home: Path) -> bool:
    """Drops what a run left behind beside the template; says whether that is there."""
    template = template_database.PREFIX + template_database.key()
    names = [name for (name,) in _tell(home, "SELECT datname FROM pg_database")]
    for name in set(names) - {template, "postgres", "template0", "template1"}:
        _tell(home, f'DROP DATABASE "{name}" WITH (FORCE)')
    return template in names


def _keep(data: Path, kept: Path) -> None:
    """The stopped cluster with its template, so that the next one starts with it."""
    for older in kept.parent.glob("postgresql-*"):
        shutil.rmtree(older)
    making = kept.with_name(f"making-{os.getpid()}")
    shutil.copytree(data, making / "data")
    with suppress(OSError):  # another run kept the same a moment before
        making.rename(kept)
    shutil.rmtree(making, ignore_errors=True)


def _initialise(binaries: Path, home: Path, as_owner: dict, like: Path | None = None) -> None:
    if like and like.exists():
        shutil.copytree(like, home / "data")
        for path in (home / "data", *(home / "data").rglob("*")):
            os.chown(path, as_owner.get("user", -1), as_owner.get("group", -1))
        (home / "data").chmod(0o700)
        return
    made = subprocess.run(
        [binaries / "initdb", *INITDB, f"--locale={_locale()}"],
        capture_output=True,
        text=True,
        check=False,
        **as_owner,
    )
    if made.returncode:
        sys.exit(f"PostgreSQL could not prepare its folder:\n{made.stderr}")


def _locale() -> str:
    return "C" if platform.system() == "Darwin" else "C.UTF-8"


@contextmanager
def _server(binaries: Path, home: Path, as_owner: dict, *, durable: bool) -> Iterator[None]:
    server = _start(binaries, home, as_owner, durable=durable)
    try:
        _wait_until_it_answers(server, home)
        yield
    finally:
        _stop(server)


def _start(binaries: Path, home: Path, as_owner: dict, *, durable: bool) -> subprocess.Popen:
    options = {"listen_addresses": "", "unix_socket_directories": str(home)}
    options |= {"max_connections": "60", "shared_buffers": "256MB"}
    # Compiling a query that answers from a few rows takes longer than asking it.
    options |= {} if durable else {"jit": "off", "autovacuum": "off"}
    options |= {} if durable else dict.fromkeys(WITHOUT_PROMISES, "off")
    words = [f"--{name}={value}" for name, value in options.items()]
    with (home / "log").open("a") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", "data", *words], stdout=log, stderr=log, **as_owner
        )


def _wait_until_it_answers(server: subprocess.Popen, home: Path) -> None:
    status = home / "data" / "postmaster.pid"  # its eighth line says "ready" when it is
    deadline = time.monotonic() + 60
    while not (status.exists() and status.read_text().rstrip().endswith("ready")):
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")
        time.sleep(0.05)


def _stop(server: subprocess.Popen) -> None:
    server.send_signal(signal.SIGINT)  # "fast": open connections are closed, nothing is awaited
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


# What a bare machine lacks to keep its promises, fetched from its own distribution.


def can_install_packages() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(package: str) -> None:
    print(f"Installing {package}, once…", file=sys.stderr, flush=True)  # noqa: T201
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    with Path("/tmp/amparo-install.lock").open("w") as lock:  # noqa: S108
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test processes may ask at once
        subprocess.run(["apt-get", "update", "-q"], check=True, **quiet)
        subprocess.run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", package],
            check=True,
            **quiet,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
