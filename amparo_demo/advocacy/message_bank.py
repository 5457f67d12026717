"""The message bank in the demo: one in use that was pretested twice, one past its review date, one
pending approval, and one without French wording. Made up.
"""

import tomllib
from datetime import time, timedelta
from pathlib import Path

from amparo.pillars.advocacy.message_bank.models import (
    KeyMessage,
    MaterialRules,
    MessageLink,
    Pretest,
    PretestWaiver,
    RiskCheck,
)
from amparo_demo.places import place
from amparo_demo.world import Story, World

FILE = Path(__file__).parent / "messages.toml"
OFFICE, WRITER, SECOND = "Puerto Alto", "communications", "maren"
# Where posters of the first one hang, and how often their links were opened a day.
PLACEMENTS = {"Terminal": (9, 7, 12, 4), "Mercado": (3, 1, 2)}


def fill(world: World) -> None:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    world.tell(_contact_line(world))
    for each in told["message"]:
        world.tell(_message(world, each))


def _contact_line(world: World) -> Story:
    yield world.at(-50, "09:00")
    MaterialRules.of(world.offices[OFFICE]).change(
        by=world.users[WRITER], number="800 10 0155", days=MaterialRules.Days.SIX_DAYS,
        opens=time(8), closes=time(18),
    )  # fmt: skip


def _message(world: World, about: dict) -> Story:
    by = world.users[WRITER]
    yield world.at(about["drafted"], "09:00")
    message = KeyMessage.draft(
        by=by, office=world.offices[OFFICE], places=[place(name) for name in about["places"]],
        review_on=world.day(about["review"]) if "review" in about else None,
        **{name: about[name] for name in
           ("title", "kind", "topic", "audience", "need", "behaviour")},
    )  # fmt: skip
    for language, fields in about["wordings"].items():
        message.write_wording(language, by=by, fields=fields)
    if "submitted" not in about:
        return
    answer, measures, groups, harms = about["risk"]
    RiskCheck.make(message, by=by, answer=answer, measures=measures, groups=groups, harms=harms)
    yield from _pretests(world, message, about)
    yield world.at(about["submitted"], "10:00")
    message.submit(by=by)
    if "approved" not in about:
        return
    yield world.at(about["approved"], "11:30")
    message.mark_read("fr", by=world.users[SECOND])
    message.approve(by=world.users[SECOND])
    if about["key"] == "contract":
        _hang(world, message)


def _pretests(world: World, message: KeyMessage, about: dict) -> Story:
    by = world.users[WRITER]
    for each in about.get("pretest", ()):
        yield world.at(each["day"], "17:00")
        asked, understood, acceptable, believed, would_act = each["counts"]
        Pretest.record(
            message, by=by, language=each["language"], today=world.day(each["day"]), asked=asked,
            audience=message.audience, method="group", tested_on=world.day(each["day"]),
            understood=understood, acceptable=acceptable, believed=believed,
            would_act=would_act, changed=each["changed"],
        )  # fmt: skip
    reason, note, day = about["waiver"]
    yield world.at(day, "09:30")
    PretestWaiver.sign(message, by=by, reason=reason, note=note)


def _hang(world: World, message: KeyMessage) -> None:
    """Posters at two places, each with its own link."""
    for label, counts in PLACEMENTS.items():
        link = MessageLink.for_message(message, "poster", by=world.users[WRITER], label=label)
        for ago, count in enumerate(counts, start=1):
            link.visit_counts.create(day=world.today - timedelta(days=ago), count=count)
