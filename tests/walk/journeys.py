"""Walks over the journeys: whatever is tried in whatever order, nothing forbidden comes of it.

    walk(steps=50_000, seed=1, cast=Cast())

Three walks, each with its own rules beside it: the gates of returns, money under many hands, and
who is shown to whom in the search for a family. Each begins anew again and again, in a savepoint
that is rolled back; what was forbidden stops its own stretch alone, and is told.
"""

from collections import Counter

# Steps of one stretch: then all begins anew, so that the house never grows large.
STRETCH = 250


def walk(steps: int, seed: int, cast) -> dict:
    """How many steps each took, how many were refused, and what was forbidden and happened."""
    figures: Counter = Counter()
    found: list[str] = []
    _come_on_stage(cast)
    for name, stretch in WALKS.items():
        wanted = -(-steps // len(WALKS))
        while figures[name] < wanted:
            many = min(STRETCH, wanted - figures[name])
            try:
                done = _undone(stretch, many, seed + figures[name], cast)
            except AssertionError as forbidden:
                found.append(f"{name}, from step {figures[name]}: {forbidden!r}")
                done = Counter(steps=many)
            figures[name] += done["steps"]
            figures["refused"] += done["refused"]
    figures["steps"] = sum(figures[name] for name in WALKS)
    return {**figures, "forbidden": len(found), "found": found}


def _come_on_stage(cast) -> None:
    """Whoever takes part is there before the first stretch, and after each."""
    from amparo.pillars.assistance.tracing.tests import story

    for name in ("case", "nayeli", "caseworker", "colleague", "supervisor", "stranger"):
        getattr(cast, name)
    story.tracer(cast)


def _undone(stretch, many: int, seed: int, cast) -> Counter:
    from django.db import transaction

    with transaction.atomic():
        try:
            return stretch(many, seed, cast)
        finally:
            transaction.set_rollback(True)


def _gates(many: int, seed: int, cast) -> Counter:
    """A family that prepares to go home, and everybody who tries to be faster than a gate."""
    from amparo.pillars.assistance.models import Case
    from amparo.pillars.assistance.returns.tests.walking import Walk

    case = Case.objects.get(pk=cast.case.pk)
    case.add_dependant(cast.nayeli, "child", by=cast.caseworker)
    counted = Walk(case, cast.nayeli, cast.caseworker, cast.supervisor, seed=seed).go(many)
    return Counter(steps=many, refused=counted["refused"])


def _payments(many: int, seed: int, cast) -> Counter:
    from .money import walk as pay

    told = pay(many, seed=seed, cast=cast)
    assert told["forbidden"] == [], told["forbidden"]
    return Counter(steps=many, refused=told["refused"])


def _consents(many: int, seed: int, cast) -> Counter:
    from amparo.pillars.assistance.tracing.tests.walking import walk as search

    counted = search(many, seed, cast)
    return Counter(steps=counted["steps"], refused=counted["refused"])


WALKS = {"gates": _gates, "payments": _payments, "consents": _consents}
