"""The two checks of words find what they look for, and let pass what is not a finding."""

import subprocess
import sys
from pathlib import Path

import pytest

LEXICON = Path(__file__).parents[1] / "lexicon"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\n'


def run(check: str, where: Path, *options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(LEXICON / check), *options]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def tracked(project: Path, name: str, text: str = '"""."""\n') -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    subprocess.run(["git", "-C", str(project), "add", name], check=True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app/telling.py", '"""."""\n'),
        ("app/models.py", "def open_house(): ...\n"),
        ("app/models.py", "class Case:\n    told_at = None\n"),
        ("app/urls.py", 'path("x", view, name="door-open")\n'),
        ("web/page.css", ".roof { color: red; }\n"),
        ("web/page.ts", "const tongue = 1\n"),
    ],
)
def test_a_private_word_in_a_name_is_found(project, name, text):
    tracked(project, name, text)
    found = run("check_names.py", project)
    assert found.returncode == 1
    assert f"{name}" in found.stdout
    assert run("check_names.py", project, "--skip", f"{Path(name).parent}/").returncode == 0


def test_ordinary_names_pass(project):
    tracked(project, "app/households.py", "def opening_hours(): ...\n")
    tracked(project, "app/tests/test_cases.py", "def test_what_was_told_stays(): ...\n")
    found = run("check_names.py", project)
    assert found.returncode == 0, found.stdout


def catalogue(project: Path, entry: str) -> None:
    for language in ("es", "fr", "ar"):
        place = project / "amparo/locale" / language / "LC_MESSAGES"
        place.mkdir(parents=True, exist_ok=True)
        (place / "django.po").write_text(HEADER + entry, encoding="utf-8")


def test_a_word_not_to_use_is_found_above_the_ceiling(project):
    catalogue(project, '#: a.py:1\nmsgid "Let a round go"\nmsgstr ""\n')
    ceiling = project / "ceiling.txt"
    ceiling.write_text("a-en 0\n")
    found = run("check_words.py", project, "--ceiling", str(ceiling))
    assert (found.returncode, "Let a round go" in found.stdout) == (1, True)
    ceiling.write_text("a-en 1\n")
    assert run("check_words.py", project, "--ceiling", str(ceiling)).returncode == 0


def test_a_short_text_of_two_files_needs_a_context(project):
    catalogue(project, '#: a.py:1 b.py:2\nmsgid "Free"\nmsgstr ""\n')
    assert "(b) 1" in run("check_words.py", project).stdout
    catalogue(project, '#: a.py:1 b.py:2\nmsgctxt "balance"\nmsgid "Free"\nmsgstr ""\n')
    assert "(b) 1" not in run("check_words.py", project).stdout


def test_the_ceiling_names_every_kind_that_is_counted():
    kinds = {line.split()[0] for line in (LEXICON / "ceiling.txt").read_text().splitlines()}
    assert kinds == {"a-ar", "a-en", "a-es", "a-fr", "b", "c"}
