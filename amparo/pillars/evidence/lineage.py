"""Where a figure comes from: its records, when they were counted, and what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.measures import PERSONS
from amparo.foundation.core.models import Membership, User
from amparo.ui import formats

from .grammar import Definition
from .models import Computation, IndicatorVersion, MonthlyReport
from .presenters import Scope

# So many colleagues are named whom somebody may ask.
_NAMED = 3


@dataclass(frozen=True)
class Step:
    """One step from the records to the figure."""

    icon: str
    what: str
    more: str = ""
    when: datetime | None = None
    who: str = ""
    url: str = ""


@dataclass(frozen=True)
class Lineage:
    """The steps of one figure, in their order, and the rules by which it was counted."""

    steps: list[Step]
    rules: list[str]


def lineage_of(
    version: IndicatorVersion, computation: Computation | None, user: User, scope: Scope,
    month: date,
) -> Lineage:  # fmt: skip
    definition = version.parsed
    return Lineage(
        list(_steps(definition, computation, user, scope, month)), list(_rules(definition))
    )


def _steps(
    definition: Definition, computation: Computation | None, user: User, scope: Scope, month: date
) -> Iterator[Step]:
    fact = facts[definition.fact]
    said = _("One row for each record and person, without a name.")
    yield Step("file-text", _("Records: %(fact)s") % {"fact": fact.label}, said)
    if computation and computation.finished_at:
        words = {"entry": formats.number(computation.last_entry)}
        read = _("Up to entry %(entry)s of the audit log; what was recorded later is not in it.")
        yield Step("refresh", _("Records read"), read % words, computation.at)
        counted = _("By version %(version)s of the software.")
        yield Step(
            "scale", _("Figures counted"),
            counted % {"version": computation.code_version}, computation.finished_at,
        )  # fmt: skip
    report = _report(user, scope, month)
    if report and report.frozen_at:
        url = report.get_absolute_url()
        yield Step("lock", _("Month frozen"), "", report.frozen_at, report.by.name, url)
        if report.signed_at and report.signed_by:
            signer = report.signed_by.name
            yield Step("signature", _("Report signed"), "", report.signed_at, signer, url)


def _report(user: User, scope: Scope, month: date) -> MonthlyReport | None:
    standing = MonthlyReport.objects.standing().accessible_to(user)
    found = standing.filter(
        office=scope.office, is_with_branches=scope.is_with_branches, month=month
    )
    return found.select_related("by", "signed_by").first()


def _rules(definition: Definition) -> Iterator[str]:
    fact = facts[definition.fact]
    used = {*definition.by, *(name for name, _values in (*definition.where, *definition.share))}
    if fact.left_out:
        yield _("Left out: %(what)s.") % {"what": fact.left_out}
    if definition.unit == PERSONS:
        yield _("Two files of one person that were merged are one person.")
    if used & {"age_band", "age_group"}:
        yield _(
            "Age is that of the day of the record. Whoever's age is disputed counts as a child."
        )
    if "disability" in used:
        yield _("Disability is by the last answer before that day; not asked is not a no.")
    if used & {"area1", "area2"}:
        yield _("The area is that of the record's place; without a place it is not recorded.")
    yield _("Restricted cases are counted. Nobody is named, and no list shows them to others.")


def whom_to_ask(scope: Scope) -> str:
    """The names of some supervisors of the office, who open its cases; "" where there are none."""
    here = Q(office=scope.office) | Q(team__office=scope.office)
    found = Membership.objects.held().with_permission("case.approve").filter(here).people()
    return formats.join_list([user.name for user in found[:_NAMED]])
