"""What made-up people had believed of their journey: most of those on one route, of late."""

from typing import TYPE_CHECKING, Any

from amparo.pillars.assistance.intake.triage import LIFE_THREATENING

if TYPE_CHECKING:
    from .generated_timeline import GeneratedCase

# On this route it was asked more often, and a job was promised.
ROUTE = ("VE", "CO", "PE")
# It is asked since so many days; what was said of jobs is rarer since a radio spot.
SINCE, SPOT = 190, 60
# How often each was named: on the route, and elsewhere.
NAMED = {
    "job_arranged": (0.65, 0.25), "papers_on_arrival": (0.3, 0.25), "short_or_safe": (0.45, 0.4),
    "awaited": (0.2, 0.3), "stay_easy": (0.15, 0.35), "cost_as_said": (0.3, 0.2),
}  # fmt: skip
SOURCES = ("travelled", "social_media", "messaging", "recruiter", "organizer")


def beliefs_of(life: "GeneratedCase") -> dict[str, Any]:
    """What is said at the end of a screening; nothing where it was not asked or not answered."""
    chance = life.world.dice("belief", life.outline.number)
    is_there = life.outline.land in ROUTE
    if life.outline.ago > SINCE or LIFE_THREATENING & set(life.situation.urgent):
        return {}
    if chance.random() > (0.97 if is_there else 0.85):
        return {"beliefs": ["no_answer"]} if chance.random() < 0.2 else {}
    believed = [
        code for code, (here, elsewhere) in NAMED.items()
        if chance.random() < (here if is_there else elsewhere) * _share(life, code)
    ]  # fmt: skip
    if not believed:
        return {"beliefs": ["none"]}
    return {
        "beliefs": believed,
        "belief_sources": chance.sample(SOURCES, chance.choice((1, 1, 2))),
        "belief_outcome": chance.choices(
            ("not_at_all", "partly", "as_believed", "unknown"), (45, 25, 10, 20)
        )[0],
    }  # fmt: skip


def _share(life: "GeneratedCase", code: str) -> float:
    return 0.5 if code == "job_arranged" and life.outline.ago < SPOT else 1
