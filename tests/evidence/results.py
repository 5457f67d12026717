"""Results of measures, kept one by one: a run that was stopped goes on where it stopped."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

HOUSE = Path(__file__).parents[2]
FOLDER = HOUSE / "var" / "evidence"
REPORT = "docs/evidence.md"


@dataclass(frozen=True)
class Result:
    """What one measure saw, in which size, when, where, and of which version of the house."""

    name: str
    database: str
    size: int
    figures: dict
    seconds: float
    at: str
    commit: str
    machine: dict[str, str]

    def keep(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = place(folder, self.name, self.database)
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False))
        unfinished.replace(path)

    def stands(self, size: int, *, commit: str, days: float) -> bool:
        """Whether it need not be measured again: whole, and of this version or young enough."""
        if self.size < size or not self.is_of_a_version:
            return False
        age = datetime.now(UTC) - datetime.fromisoformat(self.at)
        return self.commit == commit or age <= timedelta(days=days)

    @property
    def is_of_a_version(self) -> bool:
        """What was changed and not yet committed is nobody's version."""
        return not self.commit.endswith("+")


def place(folder: Path, name: str, database: str) -> Path:
    return folder / f"{name}-{database.lower() or 'none'}.json"


def kept(folder: Path, name: str, database: str) -> Result | None:
    try:
        return Result(**json.loads(place(folder, name, database).read_text()))
    except (FileNotFoundError, TypeError, json.JSONDecodeError):
        return None


def commit() -> str:
    """The version that is measured; with a + where files were changed since."""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=HOUSE, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    changed = [line for line in git("status", "--porcelain").splitlines() if REPORT not in line]
    return git("rev-parse", "--short=12", "HEAD") + ("+" if changed else "")


def machine() -> dict[str, str]:
    """What it was measured on."""
    return {
        "processor": _told("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _told(path: str, name: str) -> str:
    """What a list of "name : value" says of this."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
