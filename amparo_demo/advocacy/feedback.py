"""What people of the demo told us of our own work, and what came of it."""

import tomllib
from pathlib import Path
from typing import Any

from amparo.foundation.core import clock, receipt_codes
from amparo.pillars.advocacy.feedback.models import Complaint, ComplaintSettings, YouSaidWeDid
from amparo_demo.places import place
from amparo_demo.world import Story, World

COMPLAINTS_FILE = Path(__file__).parent / "complaints.toml"
HOME = "Puerto Alto"


def fill(world: World) -> None:
    with clock.at(world.at(-400)):
        ComplaintSettings.of(world.offices[HOME]).change(
            by=world.users["admin"], receives_unplaced=True,
            investigation="Unidad de integridad, 555 0199 (de muestra)",
        )  # fmt: skip
    texts = tomllib.loads(COMPLAINTS_FILE.read_text(encoding="utf-8"))
    for each in texts["complaint"]:
        world.tell(_complaint(world, each))
    for each in texts["you_said"]:
        world.tell(_you_said(world, each))


def _complaint(world: World, about: dict) -> Story:
    """It comes in, and then one action after another."""
    yield world.at(*about["at"])
    fields = {name: about[name] for name in about if name not in ("at", "place", "by", "action")}
    complaint = Complaint.receive(
        receipt_codes.new_code(), by=world.users.get(about.get("by", "")),
        office=world.offices[HOME], place=place(about["place"]), **fields,
    )  # fmt: skip
    for taken in about.get("action", []):
        yield world.at(*taken["at"])
        _do(world, complaint, **{name: taken[name] for name in taken if name != "at"})


def _do(world: World, complaint: Complaint, name: str, **said: Any) -> None:
    if "by" in said:
        said["by"] = world.users[said["by"]]
    if "team" in said:
        said["whom"] = world.teams[said.pop("team")]
    getattr(complaint, name)(**said)


def _you_said(world: World, about: dict) -> Story:
    yield world.at(*about["at"])
    entry = YouSaidWeDid.draft(
        by=world.users[about["by"]], office=world.offices[HOME], kind=about["kind"],
        said=about["said"], did=about["did"],
    )  # fmt: skip
    if "approved" in about:
        yield world.at(*about["approved"]["at"])
        entry.approve(by=world.users[about["approved"]["by"]])
