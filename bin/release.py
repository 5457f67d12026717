"""Keeps a small filled database of this version, from which later ones are upgraded.

`make release` refuses where something is not committed, where the version of pyproject.toml was
released before or CHANGELOG.md has no section for it. Then an installation is filled on each
database and packed into `tests/releases/VERSION`. To commit that and to set the tag is left to a
person.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import django

from tests.support import postgres, releases
from tests.support.installations import Installation

ROOT = Path(__file__).parent.parent
NOT_CLEAN = "Some files are not committed: a release is made of what is. (git status)"
RELEASED = "Version {version} was released: name the next one in pyproject.toml."
NOT_NEWER = "Version {version} is older than {last}, which was released."
NO_WORDS = "CHANGELOG.md has no section for {version}: say what is new, under “## {version}”."
TOO_LARGE = "The databases take {size} bytes, and may take {most}: fill them with less."
DONE = """Release {version}: {size:,} bytes in {folder}
What is left to you:
  git add {folder} && git commit -m "Release {version}"
  git tag --sign v{version} && git push --follow-tags"""


def main() -> int:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    refused = list(refusals(version))
    if not refused:
        print("Two installations are filled: a few minutes.", flush=True)
        with tempfile.TemporaryDirectory(prefix="amparo-release-") as place:
            refused = keep(version, build(version, Path(place)))
    for sentence in refused:
        print(sentence, file=sys.stderr)
    return min(len(refused), 1)


def refusals(version: str) -> Iterator[str]:
    """Why this version cannot be released as it stands here."""
    told = ["git", "-C", str(ROOT), "status", "--porcelain"]
    if subprocess.run(told, capture_output=True, text=True, check=True).stdout:
        yield NOT_CLEAN
    last = next((each.version for each in releases.releases()), "")
    if version == last:
        yield RELEASED.format(version=version)
    elif last and releases.version_key(version) < releases.version_key(last):
        yield NOT_NEWER.format(version=version, last=last)
    section = re.compile(rf"^## .*(?<![\d.]){re.escape(version)}(?![\d.])", re.MULTILINE)
    if not section.search((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")):
        yield NO_WORDS.format(version=version)


def build(version: str, place: Path) -> Path:
    """Fills an installation on each database, and packs both."""
    django.setup()
    made = place / version
    house = Installation(place / "sqlite")
    releases.fill(house)
    rows = {"sqlite": releases.pack(house, "sqlite", made)}
    with postgres.cluster(postgres.find_binaries()) as url:
        server, _, query = url.partition("?")
        house = Installation(place / "postgresql", f"{server.rpartition('/')[0]}/amparo?{query}")
        releases.create_database(url, "amparo")
        releases.fill(house)
        rows["postgresql"] = releases.pack(house, "postgresql", made)
        releases.write_manifest(made, version, house, rows)
    return made


def keep(version: str, made: Path) -> list[str]:
    """Moves it to the other releases, unless it is too large."""
    size = sum(path.stat().st_size for path in made.iterdir())
    if size > releases.MOST_BYTES:
        return [TOO_LARGE.format(size=size, most=releases.MOST_BYTES)]
    folder = releases.RELEASES / version
    folder.parent.mkdir(exist_ok=True)
    shutil.move(made, folder)
    print(DONE.format(version=version, size=size, folder=folder.relative_to(ROOT)))
    return []


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    sys.exit(main())
