"""Low that was decided without a screening or an observation is *not assessed*, and no last place.

The decisions stay as they were written. Each of those at Low is told what was missing on its day,
and the cases whose last decision does not count show no level any more. Lists are in the order of
urgency: whoever is not assessed stands before medium.
"""

from collections.abc import Iterable, Iterator

from django.db import migrations, models
from django.db.models import Case, Min, OuterRef, Q, Subquery, When
from django.utils.timezone import now

BATCH = 500
NONE, LOW = 0, 1
URGENCY = (2, 0, 1, 3, 4)  # by risk, as it was then
SCREENING, OBSERVATION = "screening", "observation"


def say_what_was_missing(apps, schema_editor):
    decisions = apps.get_model("protection", "RiskAssessment").objects
    said_low = Q(review=None, decided="low") | Q(review__band="low")
    for found in _batches(decisions.filter(said_low)):
        known = Known(apps, found)
        for decision in found:
            decision.reasons["missing"] = list(known.missing(decision))
        decisions.bulk_update(found, ["reasons"])


def _batches(rows) -> Iterator[list]:
    """All of them in the order of their keys, never all at once."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield found
        last = found[-1].pk


class Known:
    """Of a batch of decisions: whether there was a screening by then, and an observation."""

    def __init__(self, apps, decisions: Iterable):
        self._case = {case.ref: case for case in _cases_of(apps, decisions)}
        pks = [case.pk for case in self._case.values()]
        held = apps.get_model("assistance", "Screening").objects.filter(case__in=pks)
        self._screened = _first(held, "case")
        seen = apps.get_model("protection", "Observation").objects
        seen = seen.exclude(ending__how="withdrawn")
        self._seen = {}
        for name in ("person", "family", "community"):
            whom = {getattr(each, f"{name}_id") for each in decisions} - {None}
            self._seen[name] = _first(seen.filter(**{f"{name}__in": whom}), name)
        families = {each.family_id for each in decisions if each.family_id}
        of_members = seen.filter(person__in_families__family__in=families)
        self._seen_of_members = _first(of_members, "person__in_families__family")

    def missing(self, decision) -> Iterator[str]:
        case = self._case.get(decision.case_ref)
        screened_at = self._screened.get(case.pk) if case else None
        is_of_all = decision.community_id is not None
        if not is_of_all and (screened_at is None or screened_at > decision.decided_at):
            yield SCREENING
        if not any(at <= decision.decided_at for at in self._observed_at(decision)):
            yield OBSERVATION

    def _observed_at(self, decision) -> Iterator:
        for name, first in self._seen.items():
            if at := first.get(getattr(decision, f"{name}_id")):
                yield at
        if at := self._seen_of_members.get(decision.family_id):
            yield at


def _cases_of(apps, decisions: Iterable):
    refs = {decision.case_ref for decision in decisions if decision.case_ref}
    return apps.get_model("assistance", "Case").objects.filter(ref__in=refs)


def _first(rows, of: str) -> dict:
    """When the first of them was written, of each."""
    return dict(rows.order_by().values_list(of).annotate(Min("at")))


def show_no_level(apps, schema_editor):
    """The last decision of each case that stands at Low, and whether it counts."""
    cases = apps.get_model("assistance", "Case").objects
    reach = apps.get_model("assistance", "CaseReach").objects
    decisions = apps.get_model("protection", "RiskAssessment").objects
    last = decisions.filter(case_ref=OuterRef("ref")).order_by("-decided_at", "-pk")
    low = cases.filter(risk=LOW).annotate(why=Subquery(last.values("reasons")[:1]))
    for found in _batches(low.only("pk")):
        pks = [case.pk for case in found if case.why is None or case.why.get("missing")]
        moment = now()
        cases.filter(pk__in=pks).update(risk=NONE, updated_at=moment)
        reach.filter(record__in=pks).update(urgency=URGENCY[NONE], updated_at=moment)


def give_places(apps, schema_editor):
    """What was the risk in the rows of lists becomes the place among others."""
    places = (When(urgency=risk, then=place) for risk, place in enumerate(URGENCY))
    apps.get_model("assistance", "CaseReach").objects.update(urgency=Case(*places))


def give_risks_back(apps, schema_editor):
    risks = (When(urgency=place, then=risk) for risk, place in enumerate(URGENCY))
    apps.get_model("assistance", "CaseReach").objects.update(urgency=Case(*risks))


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0001_initial"),
        ("protection", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex("casereach", "case_list_by_risk"),
        migrations.RenameField("casereach", "risk", "urgency"),
        migrations.AddIndex(
            "casereach",
            models.Index(
                fields=["grantee", "status", "-urgency", "next_due_on", "record"],
                name="case_list_by_urgency",
            ),
        ),
        migrations.RunPython(give_places, give_risks_back),
        migrations.RunPython(say_what_was_missing, migrations.RunPython.noop),
        migrations.RunPython(show_no_level, migrations.RunPython.noop),
    ]
