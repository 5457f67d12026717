"""How well and how soon people are recognised, in a made-up register.

    python -m benchmarks.matching [--sizes 18000 1800000] [--databases sqlite postgresql]

Each size is loaded into a fresh installation on each database, in processes of their own. Beside
it stands, in the same run, what PostgreSQL's trigrams find. Nothing here fails for being slow.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres

from . import report
from .register import Register

SEED = 2027
RETURNING, NEWCOMERS = 1_500, 1_000
INTO = Path("var/benchmark-matching.json")
WHO = "who.pickle"  # in the benchmark's folder: who came in, and who comes to be looked for


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[18_000])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--databases", nargs="+", default=["sqlite", "postgresql"],
        choices=["sqlite", "postgresql"],
    )  # fmt: skip
    parser.add_argument("--parts", nargs="+", default=list(PARTS), choices=list(PARTS))
    parser.add_argument("--inside", choices=list(PARTS), help="measure in this database")
    given = parser.parse_args()
    if given.inside:
        sys.stdout.write(json.dumps(_inside(given.inside, given.sizes[0], given.seed)))
        return
    told: dict[str, list] = {"registers": [], "names": []}
    if "names" in given.parts:
        told["names"] = _child("names", 0, given.seed, {})
    for size in given.sizes:
        for database in given.databases:
            _measure(told, size, database, given)
    sys.stdout.write(report.render(told["registers"], told["names"]))


def _measure(told: dict[str, list], size: int, database: str, given: argparse.Namespace) -> None:
    parts = [part for part in given.parts if part != "names"]
    if not parts:
        return
    sys.stderr.write(f"{size:,} people, {database}…\n")
    measured = {"size": size, "database": database}
    told["registers"].append(measured)
    with _home(database) as home:
        for part in parts:
            measured[part] = _child(part, size, given.seed, home)
            _keep(told)


def _keep(told: dict[str, list]) -> None:
    """After each part: a large register takes long, and a machine may stop."""
    INTO.parent.mkdir(exist_ok=True)
    INTO.write_text(json.dumps(told, indent=1))


@contextmanager
def _home(database: str) -> Iterator[dict[str, str]]:
    """An installation of its own, deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="amparo-bench-") as home:
        if database == "sqlite":
            yield {"AMPARO_HOME": home, "DATABASE_URL": ""}
            return
        with postgres.cluster(postgres.find_binaries(), durable=True) as url:
            yield {"AMPARO_HOME": home, "DATABASE_URL": url}


def _child(part: str, size: int, seed: int, home: dict[str, str]):
    command = [sys.executable, "-m", "benchmarks.matching", "--inside", part]
    command += ["--sizes", str(size), "--seed", str(seed)]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "amparo.site.settings"} | home
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    return json.loads(done.stdout.splitlines()[-1])


def _inside(part: str, size: int, seed: int):
    import django

    django.setup()
    return PARTS[part](size, seed)


def _load(size: int, seed: int) -> dict:
    """Bring everybody in."""
    from django.core.management import call_command

    from . import loader

    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    loaded = loader.load(_register(size, seed))
    loaded.keep(_who())
    return loaded.cost


def _search(size: int, seed: int) -> dict:
    """Look for those who come, and do the same with trigrams."""
    from django.db import connection

    from . import loader, search

    loaded = loader.LoadedRegister.kept(_who())
    told = search.search_figures(loaded)
    if connection.vendor == "postgresql":
        told["trigrams"] = search.trigram_figures(_register(size, seed), loaded.returning)
    return told


def _batch(_size: int, _seed: int) -> dict:
    """In a process of its own, whose memory is that of the comparison alone."""
    from . import deduplication, loader

    return deduplication.figures(loader.LoadedRegister.kept(_who()).person_of)


def _register(size: int, seed: int) -> Register:
    few = max(1, min(RETURNING, size // 6)), max(1, min(NEWCOMERS, size // 6))
    return Register(size, seed, *few)


def _names(_size: int, _seed: int) -> list[dict]:
    from . import two_scripts

    return two_scripts.figures()


def _who() -> Path:
    return Path(os.environ["AMPARO_HOME"]) / WHO


PARTS = {"load": _load, "search": _search, "batch": _batch, "names": _names}

if __name__ == "__main__":
    main()
