"""A referral as the other organization reads it: what was agreed to, and nothing else of the file.

Who answers for the organization, by their account or by a link, reads all that was sent to it;
who may only look at it, what their role reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Window
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.accounts.roles import CLASSES
from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.masking import MASKED, classes_of_roles
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.pillars.assistance.assessment.models import Need, UnmetNeed
from amparo.pillars.assistance.cases.extension_points import (
    CaseMenuItem,
    CasePlace,
    CaseSection,
    MenuGroup,
)
from amparo.pillars.assistance.cases.models import Case

from .extract import NARRATIVE_ITEMS, PersonExtract, build_extract
from .forms.responses import ReferralResponseForm, ReportForm
from .models import Referral, ReferralLink, ReferralResponse
from .models.status import TAKEN_ON, UNANSWERED
from .unmet_needs import unmet_in

SENDER = ("case__team__office__organization", "service")
# And of whom something is shared: who reads it need not read the list of what was disclosed.
RELATED = (*SENDER, "referred_persons__shared")
# On the page of a case.
SHOWN, MOST_NEEDS = 5, 30


def with_sender_office(referrals: Iterable[Referral]) -> list[Referral]:
    """Of the case behind it they are told which office asks, and nothing else."""
    found = list(referrals)
    load_related(found, *SENDER)
    return found


def classes_read(user: User, referral: Referral) -> frozenset[str]:
    """The classes of values that `user` reads of what was sent with the referral.

    Whoever answers for the organization it was sent to reads exactly what was sent, whatever
    their role reads elsewhere: nobody can answer what they may not read. The consent of each
    person still limits it, and nothing else of a file opens by it.
    """
    if "referral.answer" in user.permissions and any(
        place.in_office.organization_id == referral.organization_id
        for place in user.memberships_held
        if place.role_held.is_partner and "referral.answer" in place.role_held.permissions
    ):
        return frozenset(CLASSES)
    return classes_of_roles(user, "referral.see")


@dataclass
class ReceivedReferral:
    """One referral, for who answers it: by their account, or by their link."""

    referral: Referral
    by: User | None = None
    link: ReferralLink | None = None
    # What was sent and came back, with what is missing.
    answered: ReferralResponseForm | None = None
    reported: ReportForm | None = None

    @cached_property
    def people(self) -> list[PersonExtract]:
        return build_extract(self.referral, seen=self.seen)

    @cached_property
    def seen(self) -> frozenset[str]:
        return classes_read(self.by, self.referral) if self.by else frozenset(CLASSES)

    @property
    def unread(self) -> str:
        """What stands where words were written that the reader may not read; "" if they may."""
        return "" if NARRATIVE_ITEMS in self.seen else str(MASKED)

    @property
    def sender(self) -> str:
        office = self.referral.case.office
        return f"{office.organization.name}, {office.name}"

    @cached_property
    def said(self) -> list[ReferralResponse]:
        """What was asked, answered and decided, in its order."""
        return list(self.referral.answers.order_by("pk"))

    @cached_property
    def reports(self) -> list:
        found = list(self.referral.reports.order_by("pk"))
        load_related(found, "service")
        return found

    @property
    def to_answer(self) -> ReferralResponseForm | None:
        if self.referral.status not in UNANSWERED:
            return None
        return self.answered or ReferralResponseForm()

    @property
    def to_report(self) -> ReportForm | None:
        if self.referral.status not in TAKEN_ON:
            return None
        return self.reported or ReportForm(today=self.today)

    @property
    def today(self) -> date:
        return self.referral.case.office.today_for(self.by)

    def hear(self, request: HttpRequest, what: str) -> str:
        """What was sent is said for them, and what to tell them; "" where something is missing."""
        if what == "report":
            self.reported = ReportForm(request.POST, today=self.today)
            return self.reported.report_by(self.by, self.link, self.referral)
        self.answered = ReferralResponseForm(request.POST)
        return self.answered.answer_by(self.by, self.link, self.referral)


# The page of a case.


def referrals_of_case(case: Case, user: User) -> dict[str, Any]:
    """Returns the latest referrals, those first that go on, and how many there are."""
    if not getattr(case, "has_referrals", True):
        return {"referrals": [], "referrals_count": 0}
    found = case.referrals.select_related("organization", "service")
    latest = list(found.annotate(total=Window(Count("pk"))).order_by("-at", "-pk")[:SHOWN])
    for referral in latest:
        referral.case = case
    return {
        "referrals": sorted(latest, key=lambda referral: referral.is_over),
        "referrals_count": latest[0].total if latest else 0,
    }


@compiled_once(Case)
def annotate_referrals() -> dict[str, Any]:
    return {"has_referrals": Exists(Referral.objects.filter(case=OuterRef("pk")))}


def needs_of_case(case: Case, user: User) -> dict[str, Any] | None:
    """Returns the needs of the latest assessment and those named since, in the person's own order;
    each with the open record that it is unmet.
    """
    found = list(Need.standing(case)[:MOST_NEEDS])
    unmet = _unmet_needs(case)
    for need in found:
        need.unmet = unmet.get(need.service_type)  # type: ignore[attr-defined]
    found.sort(key=lambda need: (need.own_rank is None, need.own_rank or 0, need.pk))
    return {"needs": found} if found else None


def _unmet_needs(case: Case) -> dict[str, UnmetNeed]:
    """The open unmet needs by type of service. What the rules found last night, and would not
    find now, is left out; the next night ends it.
    """
    if not getattr(case, "has_unmet_needs", True):
        return {}
    found = {each.service_type: each for each in case.unmet_needs.open()}  # type: ignore[attr-defined]
    if all(each.is_confirmed for each in found.values()):
        return found
    now = unmet_in([case]).found
    return {
        kind: each for kind, each in found.items() if each.is_confirmed or (case.pk, kind) in now
    }


@compiled_once(Case)
def annotate_unmet_needs() -> dict[str, Any]:
    return {"has_unmet_needs": Exists(UnmetNeed.objects.open().filter(case=OuterRef("pk")))}


SECTIONS = (
    CaseSection(
        "referrals", CasePlace.MAIN, 40, "referrals/panel.html", referrals_of_case,
        annotate_referrals,
    ),
    CaseSection(
        "needs", CasePlace.MAIN, 70, "assessment/needs_panel.html", needs_of_case,
        annotate_unmet_needs, is_later=True,
    ),
)  # fmt: skip
MENU_ITEMS = (
    CaseMenuItem(
        20,
        "referrals:referral-new",
        _("Refer to a service"),
        "arrows-exchange",
        MenuGroup.ASSISTANCE,
    ),
)
