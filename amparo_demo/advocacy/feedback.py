"""What people of the demo told us of our own work, and what came of it."""

import tomllib
from pathlib import Path
from typing import Any

from amparo.foundation.core import clock, receipt_codes
from amparo.pillars.advocacy.models import Complaint, ComplaintRules, YouSaid
from amparo_demo.places import place
from amparo_demo.world import Story, World

COMPLAINTS_FILE = Path(__file__).parent / "complaints.toml"
HOME = "Puerto Alto"


def fill(world: World) -> None:
    with clock.at(world.at(-400)):
        ComplaintRules.of(world.offices[HOME]).change(
            by=world.users["admin"], receives_unplaced=True,
            investigation="Unidad de integridad, 555 0199 (de muestra)",
        )  # fmt: skip
    told = tomllib.loads(COMPLAINTS_FILE.read_text(encoding="utf-8"))
    for each in told["complaint"]:
        world.tell(_complaint(world, each))
    for each in told["you_said"]:
        world.tell(_you_said(world, each))


def _complaint(world: World, about: dict) -> Story:
    """It comes in, and then one deed after another."""
    yield world.at(*about["at"])
    told = {name: about[name] for name in about if name not in ("at", "place", "by", "step")}
    complaint = Complaint.hear(
        receipt_codes.new_code(), by=world.users.get(about.get("by", "")),
        office=world.offices[HOME], place=place(about["place"]), **told,
    )  # fmt: skip
    for step in about.get("step", []):
        yield world.at(*step["at"])
        _do(world, complaint, **{name: step[name] for name in step if name != "at"})


def _do(world: World, complaint: Complaint, deed: str, **said: Any) -> None:
    if "by" in said:
        said["by"] = world.users[said["by"]]
    if "team" in said:
        said["whom"] = world.teams[said.pop("team")]
    getattr(complaint, deed)(**said)


def _you_said(world: World, about: dict) -> Story:
    yield world.at(*about["at"])
    entry = YouSaid.draft(
        by=world.users[about["by"]], office=world.offices[HOME], kind=about["kind"],
        said=about["said"], did=about["did"],
    )  # fmt: skip
    if "endorsed" in about:
        yield world.at(*about["endorsed"]["at"])
        entry.endorse(by=world.users[about["endorsed"]["by"]])
