"""How each measure is taken, in an installation of its own that is thrown away.

Each is called in a process that has nothing else to do, with AMPARO_HOME and DATABASE_URL set.
"""

import logging
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

SEED = 2026
URL = os.environ.get("DATABASE_URL", "")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def kill_the_web(size: int) -> dict:
    from tests.crash.web import kill_web

    return kill_web(size, port=free_port(), database=URL)


def kill_the_database(size: int) -> dict:
    from tests.crash.web import kill_database

    return kill_database(size, port=free_port())


def kill_workers_in_mid_job(size: int) -> dict:
    from tests.crash.jobs import kill_workers

    figures = asdict(kill_workers(rounds=size, url=URL, seed=SEED))
    if not figures["doubled_unguarded"]:
        raise AssertionError("Work without its lease was not doubled: the count sees nothing.")
    return figures


def hold_unfinished_requests(size: int) -> dict:
    from tests.crash.web import Served
    from tests.support.slow_clients import measure

    home = Path(os.environ["AMPARO_HOME"]) / "house"
    served = Served(home, free_port(), database=URL, more={"AMPARO_BEHIND_PROXY": "1"})
    return measure(served, size)


def hunt_for_canaries(size: int) -> dict:
    """`size` 0 is a hunt at a few doors."""
    from tests.canaries.leaks import find_leaks
    from tests.crash.web import Served

    home = Path(os.environ["AMPARO_HOME"]) / "house"
    Served(home, 0, database=URL).run("-m", "amparo", "migrate", "--verbosity", "0")
    only = () if size else ("cases:note-new", "people:contact-new")
    found = find_leaks(home, home.parent / "aside", port=free_port(), database=URL, only=only)
    for said in (*found.leaks, *found.not_kept, *found.not_seen):
        sys.stderr.write(f"{said}\n")
    return found.figures() | {"not kept": len(found.not_kept), "not seen": len(found.not_seen)}


def tamper_with_the_ledger(size: int) -> dict:
    with _in_an_installation() as house:
        from django.db import transaction

        from amparo.foundation.core.audit import append_only, blocks, log
        from amparo.foundation.core.audit.verification import verify
        from amparo.foundation.core.models import AuditBlock
        from tests.support.audit_tampering import CHEATS, tamper

        blocks.sign_pending_entries(late=True)
        for block in range(3):
            for _ in range(5):
                log.log_event(house.caseworker, "note.written", house.rosa, count=block)
            blocks.sign_pending_entries(late=True)
        log.log_read(house.caseworker, house.rosa)
        heads = {block.number: block.head.hex() for block in AuditBlock.objects.all()}
        tried, unseen = tamper(tries=size, seed=SEED, heads=heads)
        for cheat in CHEATS:
            with append_only.allow_audit_deletion(), transaction.atomic():
                cheat(random.Random(SEED))
                unseen += [cheat.__name__] * verify(heads).is_valid
                transaction.set_rollback(True)
        return {"tries": tried, "cheats": len(CHEATS), "unseen": len(unseen)}


def send_hostile_inputs(size: int) -> dict:
    with _in_an_installation() as house:
        from django.test import Client

        from tests.hostile.requests import send_hostile_requests
        from tests.support.cast import Cast
        from tests.support.route_kinds import NOBODY

        clients = {who: Client() for who in (*Cast.STAFF, NOBODY)}
        for who in Cast.STAFF:
            clients[who].force_login(getattr(house, who))
        found = send_hostile_requests(size, house, clients, seed=SEED)
        for where, told in [*found.crashed.items(), *found.ran.items()]:
            sys.stderr.write(f"{where}\n  {told}\n")
        return found.figures()


def send_as_a_hostile_device(size: int) -> dict:
    with _in_an_installation() as house:
        from tests.hostile.devices import send_hostile_posts

        found = send_hostile_posts(size, house, seed=SEED)
        for told in (*found.crashed, *found.against_the_protocol):
            sys.stderr.write(f"{told}\n")
        return found.figures()


def try_hostile_uploads(size: int) -> dict:
    _set_up()
    from tests.hostile.files import try_hostile_files

    tried = try_hostile_files(size, seed=SEED)
    sys.stderr.write("".join(f"{fault}\n" for fault in tried.faults))
    return asdict(tried) | {"faults": len(tried.faults)}


def open_every_route(_size: int) -> dict:
    _set_up()
    from tests.support.cast import Cast
    from tests.support.route_permissions import ROUTE_PERMISSIONS

    people = len(Cast.STAFF) + 1  # and nobody
    return {
        "doors": len(ROUTE_PERMISSIONS), "people": people,
        "answers": len(ROUTE_PERMISSIONS) * people * 2,
        "failed": _failing("tests/test_permissions.py"),
    }  # fmt: skip


def walk_the_policy(size: int) -> dict:
    _set_up(migrated=True)
    from tests.walks.permissions import walk

    return walk(steps=size, seed=SEED)


def walk_the_journeys(size: int) -> dict:
    """What may be forbidden of a return, of money and of a search is tried at random."""
    _set_up(migrated=True)
    from django.db import transaction
    from django.test.utils import setup_test_environment

    from tests.support.cast import Cast
    from tests.walks.programmes import walk_programmes

    logging.disable()
    setup_test_environment()
    with transaction.atomic():
        figures = walk_programmes(steps=size, seed=SEED, cast=Cast())
        transaction.set_rollback(True)
    return _recorded(figures)


def walk_out_and_in_again(size: int) -> dict:
    _set_up()
    from tests.walks.programmes import walk_htcds

    return _recorded(walk_htcds(records=size, seed=SEED))


def _recorded(figures: dict) -> dict:
    """The figures are kept; what was found is told to whoever measures."""
    sys.stderr.write("".join(f"{each}\n" for each in figures.pop("found")))
    return figures


def try_field_schedules(size: int) -> dict:
    _set_up(migrated=True)
    from tests.walks.sync import try_schedules

    figures = try_schedules(size, seed=SEED)
    sys.stderr.write(f"{figures.pop('found')}\n")
    return figures


def try_joins(size: int) -> dict:
    _set_up(migrated=True)
    from django.db import transaction

    from tests.walks.merges import try_joins

    with transaction.atomic():
        figures = try_joins(size, seed=SEED)
        transaction.set_rollback(True)
    sys.stderr.write(f"{figures.pop('found')}\n")
    return figures


def run_the_asvs_checks(_size: int) -> dict:
    _set_up()
    from tests.asvs.report import counts, promises

    files = sorted({str(promise.file) for each in promises().values() for promise in each})
    return counts() | {"failed": _failing("-k", "test_v", *files)}


def _failing(*words: str) -> int:
    """Nought where these tests are kept, each of them; pytest's own word for it otherwise."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode


# An installation to measure in.


def _set_up(*, migrated: bool = False) -> None:
    import django

    django.setup()
    if migrated:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)


@contextmanager
def _in_an_installation() -> Iterator[SimpleNamespace]:
    """Rosa's installation, with one record of each kind; nothing that is done in it is kept."""
    _set_up(migrated=True)
    from django.contrib.auth.signals import user_logged_in
    from django.db import transaction
    from django.test.utils import setup_test_environment

    from tests.support.cast import Cast
    from tests.support.fixtures import _begin_session
    from tests.support.sample_data import build_all

    logging.disable()
    setup_test_environment()
    user_logged_in.connect(_begin_session)
    with transaction.atomic():
        yield build_all(Cast())
        transaction.set_rollback(True)
