"""A referral as the other organization reads it: what was agreed to, and nothing else of the file.

Who answers for the organization, by their account or by a link, reads all that was sent to it;
who may only look at it, what their role reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import HttpRequest

from amparo.foundation.core.accounts.roles import CLASSES
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.masking import MASKED, classes_of_roles
from amparo.foundation.core.permissions.rls.records import load_related

from .extract import NARRATIVE, Told, extract_of
from .forms.received import AnswerForm, ReportForm
from .models import Answer, Referral, ReferralLink
from .models.referral_standing import TAKEN_ON, UNANSWERED

SENDER = ("case__team__office__organization", "service")
# And of whom something is shared: who reads it need not read the list of what was disclosed.
RELATED = (*SENDER, "concerned__shared")


def with_their_senders(referrals: Iterable[Referral]) -> list[Referral]:
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
class Received:
    """One referral, for who answers it: by their account, or by their link."""

    referral: Referral
    by: User | None = None
    link: ReferralLink | None = None
    # What was sent and came back, with what is missing.
    answered: AnswerForm | None = None
    reported: ReportForm | None = None

    @cached_property
    def people(self) -> list[Told]:
        return extract_of(self.referral, seen=self.seen)

    @cached_property
    def seen(self) -> frozenset[str]:
        return classes_read(self.by, self.referral) if self.by else frozenset(CLASSES)

    @property
    def unread(self) -> str:
        """What stands where words were written that the reader may not read; "" if they may."""
        return "" if NARRATIVE in self.seen else str(MASKED)

    @property
    def sender(self) -> str:
        office = self.referral.case.office
        return f"{office.organization.name}, {office.name}"

    @cached_property
    def said(self) -> list[Answer]:
        """What was asked, answered and decided, in its order."""
        return list(self.referral.answers.order_by("pk"))

    @cached_property
    def reports(self) -> list:
        found = list(self.referral.reports.order_by("pk"))
        load_related(found, "service")
        return found

    @property
    def to_answer(self) -> AnswerForm | None:
        if self.referral.status not in UNANSWERED:
            return None
        return self.answered or AnswerForm()

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
        self.answered = AnswerForm(request.POST)
        return self.answered.answer_by(self.by, self.link, self.referral)
