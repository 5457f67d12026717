"""The README says what is so: its example runs without Django or Amparo, its tables are whole."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import amparo_xforms
from amparo_xforms import Limits, validation
from amparo_xforms.functions import FUNCTIONS

ROOT = Path(__file__).parents[2]
README = (ROOT / "amparo_xforms/README.md").read_text(encoding="utf-8")
ALONE = """import sys
for name in ("django", "amparo"):
    sys.modules[name] = None  # an import of it fails
"""
# What the compiler itself knows beside the functions of the registry.
SPECIAL = {"if", "coalesce", "once", "position", "last", "current", "instance", "indexed-repeat"}


def code_block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return found


def named_in_table(heading: str) -> list[str]:
    """The first cell of each row of the table below a heading, without its marks."""
    section = README.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([\w-]+)", row)]


def test_the_example_runs_alone_and_prints_what_is_said():
    done = subprocess.run(  # noqa: S603 - our own example
        [sys.executable, "-c", ALONE + code_block("python")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout == code_block("text")


def test_the_table_of_the_api_names_everything_that_is_offered():
    assert sorted(named_in_table("API")) == sorted(amparo_xforms.__all__)


def test_the_table_of_errors_names_every_code():
    assert sorted(named_in_table("Errors")) == sorted(validation.ERRORS)


def test_the_table_of_limits_gives_the_defaults():
    section = README.partition("## Limits\n")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d,.]+)", section, re.MULTILINE))
    defaults = {each.name: each.default for each in fields(Limits)}
    assert {name: float(text.replace(",", "")) for name, text in told.items()} == defaults


def test_the_list_of_functions_is_whole():
    section = README.partition("## Functions\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"`([\w:-]+)`", section)) == FUNCTIONS.keys() | SPECIAL
