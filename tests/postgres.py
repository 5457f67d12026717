"""A PostgreSQL that lives as long as one command: `python -m tests.postgres [--durable] COMMAND…`.

It listens on a socket in its own folder and nowhere else, so it meets no other server and needs
no port. `--durable` keeps the promises of a real one on disk: benchmarks want it, tests do not.
"""

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
from contextlib import contextmanager
from pathlib import Path

from tests import debian

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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what we started ends too
    with cluster(find_binaries(), durable=durable) as url:
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": url}, check=False
        ).returncode


def find_binaries() -> Path:
    if found := _newest():
        return found
    if os.environ.get("CI") == "true" and debian.can_install():
        debian.install("postgresql")
    if found := _newest():
        return found
    sys.exit(NOT_FOUND)


@contextmanager
def cluster(binaries: Path, *, durable: bool = False) -> Iterator[str]:
    # Short, because a socket's path may have 107 characters; in /tmp, because another user enters.
    home = Path(tempfile.mkdtemp(prefix="amparo-pg-", dir="/tmp"))
    user = _owner()
    os.chown(home, user.pw_uid, user.pw_gid)
    as_owner = _as(user, home)
    try:
        _initialise(binaries, home, as_owner)
        with _server(binaries, home, as_owner, durable=durable):
            yield f"postgres://amparo@/postgres?host={home}&port=5432"
    finally:
        shutil.rmtree(home, ignore_errors=True)


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


def _initialise(binaries: Path, home: Path, as_owner: dict) -> None:
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
    options = {"listen_addresses": "", "unix_socket_directories": str(home)}
    options |= {"max_connections": "60", "shared_buffers": "256MB"}
    options |= {} if durable else dict.fromkeys(WITHOUT_PROMISES, "off")
    words = [f"--{name}={value}" for name, value in options.items()]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", "data", *words], stdout=log, stderr=log, **as_owner
        )
    try:
        _wait_until_it_answers(server, home)
        yield
    finally:
        _stop(server)


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
