"""What must not stand in the code of the house: found by ruff, whatever a comment excuses."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def findings(*rules: str, where: Path = ROOT / "amparo") -> list[str]:
    """Each place that one of these rules names, as `file rule`; tests and migrations left out."""
    done = subprocess.run(
        [
            sys.executable, "-m", "ruff", "check", "--isolated", "--ignore-noqa", "--no-cache",
            "--exit-zero", "--output-format", "json", "--select", ",".join(rules),
            "--exclude", "**/tests/**,**/migrations/**", str(where),
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted(
        f"{Path(each['filename']).relative_to(where)} {each['code']}"
        for each in json.loads(done.stdout)
    )
