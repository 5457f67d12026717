"""Serves the site, with a background worker, until it is stopped."""

import os
import socket
from functools import partial
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from amparo.foundation.core.accounts.demo_accounts import demo_people
from amparo.foundation.core.database.disk_reserve import maintain_reserve
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups.switch_database import refuse_database_left
from amparo.ops.local_network.serve import CERTIFICATE_PORT, PORT, LocalNetwork
from amparo.ops.server.arbiter import RedactingLogger, WorkerArbiter, WorkerProcess
from amparo.site import startup_checks

ADDRESS_LINE = """
  Amparo is open at {address}
"""
DEMO_LINES = """  Everybody in it is made up. Sign in with {email} and {password}
  or as one of the others who are named on its first page
"""
STOP_LINE = """  To close it: Ctrl-C
"""


def _print(stdout, welcome: str, _server=None) -> None:
    """At once: where a service or a pipe reads along, nothing more follows it for hours."""
    stdout.write(welcome)
    stdout.flush()


class WebServer(BaseApplication):
    """Amparo, as gunicorn runs it."""

    def __init__(self, options: dict, background_workers: int):
        self.options, self.background_workers = options, background_workers
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()

    def run(self):
        WorkerArbiter(self, [WorkerProcess() for _ in range(self.background_workers)]).run()


class Command(BaseCommand):
    help = "Opens the installation on this machine, until Ctrl-C."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help="8000, or 8443 on a network")
        parser.add_argument(
            "--bind",
            action="append",
            metavar="ADDRESS",
            help="address:port or unix:path, as gunicorn takes it; instead of this machine's own",
        )
        parser.add_argument("--workers", type=int, help="processes (more than one: PostgreSQL)")
        parser.add_argument(
            "--threads", type=int, default=8, help="that answer pages, in each process"
        )
        parser.add_argument(
            "--network",
            action="store_true",
            help="open it to the phones of this office's network, over HTTPS",
        )
        parser.add_argument(
            "--certificate-port",
            type=int,
            default=CERTIFICATE_PORT,
            help="where phones learn to trust the installation",
        )
        parser.add_argument(
            "--address",
            action="append",
            type=ip_address,
            default=[],
            help="of this machine on that network, where it is not found by itself",
        )
        parser.add_argument(
            "--background-workers",
            type=int,
            default=1,
            help="workers in the background; 0: they run elsewhere",
        )

    def handle(self, *, port, bind, workers, threads, background_workers, network, **options):
        self._refuse_an_unsafe_start(bind or [])
        self._refuse_an_unready_database()
        self._open_the_key_ring()
        port = port or int(os.environ.get("AMPARO_PORT", "0")) or (None if network else 8000)
        place = self._on_the_network(options, port) if network else None
        self._refuse_a_second_server()
        place = place or {
            "bind": bind or self._addresses(port),
            "when_ready": partial(_print, self.stdout, self._welcome(bind, port)),
        }
        maintain_reserve()
        connections.close_all()  # each process opens its own
        WebServer(
            {
                "worker_class": "amparo.ops.server.worker.Worker",
                "asgi_loop": "asyncio",
                "workers": self._workers(workers),
                "threads": threads,
                "graceful_timeout": 10,
                "loglevel": "warning",
                "accesslog": None,  # who looked at what is in the audit log, not in a log
                "logger_class": RedactingLogger,
                "forwarded_allow_ips": "",  # whose word counts is said in settings, once
                "control_socket_disable": True,
            }
            | place
            | self._in_memory(),
            background_workers,
        ).run()

    def _refuse_an_unsafe_start(self, bind: list[str]) -> None:
        try:
            startup_checks.refuse_demo_on_network(bind)
            startup_checks.refuse_unwritable_folders()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None

    def _open_the_key_ring(self) -> None:
        """Before anything is forked: whoever types its passphrase types it once, for all."""
        try:
            key_ring.current_key_ring().names()
        except key_ring.DecryptionError as closed:
            raise CommandError(str(closed)) from None

    def _refuse_a_second_server(self) -> None:
        try:
            startup_checks.lock_installation()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None

    def _refuse_an_unready_database(self) -> None:
        try:
            refuse_database_left()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not ready for this version: amparo upgrade")

    def _on_the_network(self, options: dict, port: int | None) -> dict:
        network = LocalNetwork(
            port or PORT, options["certificate_port"], tuple(options["address"])
        )
        try:
            network.begin()
            return network.options(partial(_print, self.stdout))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None

    def _workers(self, wanted: int | None) -> int:
        # One process of pages writes to SQLite, so that nobody waits for a lock that another one
        # holds; the worker beside it commits in slices, and leaves the lock free between them.
        if connection.vendor == "sqlite":
            return 1
        return wanted or min(4, os.cpu_count() or 1)

    def _addresses(self, port: int) -> list[str]:
        """Both names of this machine: browsers try ::1 first when they are told `localhost`."""
        return [
            address
            for family, host, address in (
                (socket.AF_INET, "127.0.0.1", f"127.0.0.1:{port}"),
                (socket.AF_INET6, "::1", f"[::1]:{port}"),
            )
            if self._is_free(family, host, port)
        ]

    def _is_free(self, family: socket.AddressFamily, host: str, port: int) -> bool:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as listener:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind((host, port))
        except OSError as error:
            if family == socket.AF_INET:
                raise CommandError(
                    f"Port {port} cannot be used ({error.strerror}). "
                    f"Another one: amparo serve --port {port + 1}"
                ) from error
            return False  # a machine without IPv6 is fine
        return True

    def _in_memory(self) -> dict:
        # Where each process says that it is alive: never a disk that may be slow.
        return {"worker_tmp_dir": "/dev/shm"} if Path("/dev/shm").is_dir() else {}  # noqa: S108

    def _welcome(self, bind: list[str] | None, port: int) -> str:
        said = ADDRESS_LINE.format(address=", ".join(bind or [f"http://localhost:{port}"]))
        if settings.DEMO and (people := demo_people()):
            said += DEMO_LINES.format(email=people[0].email, password=settings.DEMO_PASSWORD)
        return said + STOP_LINE
