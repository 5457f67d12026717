"""The changes that a guide describes can be made as it says, and pass its commands."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
SECTION = re.compile(r"^### \d+\. `(.+)`$", re.MULTILINE)
EDIT = re.compile(
    r"\b(?:After\n\n```\w+\n(?P<anchor>.*?)\n```\n\nadd|At the end add|(?P<new>New file))"
    r"\n\n```\w+\n(?P<added>.*?)\n```",
    re.DOTALL,
)
COMMANDS = re.compile(r"^## Then\n\n```sh\n(.*?)```", re.MULTILINE | re.DOTALL)
# By guide: files besides the handbook, the demo and the CHANGELOG.
MOST_FILES = {"add-a-text-field": 8, "add-a-language": 15, "add-a-pillar-app": 20}


@dataclass(frozen=True)
class Edit:
    path: str
    anchor: str | None  # none: the file is new; empty: at its end
    added: str

    def make(self, root: Path) -> None:
        """Changes the file, where its anchor stands exactly once."""
        place = root / self.path
        if self.anchor is None:
            assert not place.exists(), f"{self.path} is there already"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f"{self.added}\n", encoding="utf-8")
            return
        text = place.read_text(encoding="utf-8")
        if self.anchor:
            count = len(re.findall(rf"{re.escape(self.anchor)}(?!\w)", text))
            assert count == 1, f"{self.path}: {count} times {self.anchor!r}"
            before, after = text.split(self.anchor, 1)
            place.write_text(before + self.anchor + self.added + after, encoding="utf-8")
        else:
            place.write_text(f"{text}{self.added}\n", encoding="utf-8")


def edits_of(guide: str) -> list[Edit]:
    found = []
    _intro, *parts = SECTION.split(guide)
    for path, text in zip(parts[::2], parts[1::2], strict=True):
        edits = [
            Edit(path, None if each["new"] else each["anchor"] or "", each["added"])
            for each in EDIT.finditer(text)
        ]
        assert edits, f"{path}: nothing to change"
        found += edits
    return found


@pytest.fixture
def copy(tmp_path) -> Path:
    """The project as it stands here, without what is made from it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "web/dist").symlink_to(ROOT / "web/dist")
    return tmp_path


of_each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)


@of_each_guide
def test_a_guide_touches_few_files_that_are_as_it_says(guide, tmp_path):
    edits = edits_of(guide.read_text(encoding="utf-8"))
    paths = {edit.path for edit in edits}
    assert len(paths) <= MOST_FILES[guide.stem]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).exists():
            shutil.copy(ROOT / path, tmp_path / path)
    for edit in edits:
        edit.make(tmp_path)


@pytest.mark.nightly
@of_each_guide
def test_with_the_changes_of_a_guide_its_commands_pass(guide, copy):
    text = guide.read_text(encoding="utf-8")
    for edit in edits_of(text):
        edit.make(copy)
    run(copy, "amparo translations compile")
    commands = COMMANDS.search(text)[1].splitlines()
    assert len(commands) > 1
    for command in commands:
        run(copy, command)


def test_every_guide_is_named_where_one_begins():
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert GUIDES
    assert [each.name for each in GUIDES if f"docs/guides/{each.name}" not in contributing] == []


def run(copy: Path, command: str) -> None:
    """Runs one command of the guide in the copy, with the Python of these tests."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AMPARO_", "PYTEST_", "DATABASE_URL"))
    } | {"AMPARO_HOME": str(copy / "var"), "PYTHONPATH": str(copy), "AMPARO_DEMO": "1"}
    name, *arguments = shlex.split(command)
    script = Path(sys.executable).with_name(name)
    # The modules of the copy, where there is a choice: those of a script may be installed.
    start = [script] if name == "lint-imports" else [sys.executable, "-m", name]
    done = subprocess.run(
        [*start, *arguments],
        cwd=copy, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
