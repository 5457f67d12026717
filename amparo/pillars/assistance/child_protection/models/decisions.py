"""What was decided for a child: by a panel, or by the authority that is competent for it."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.access_grants import users_with_verb
from amparo.pillars.assistance.cases.models import Attachment

from ..best_interests import majority_option
from ..statements import still_missing
from .children import ChildRecord, UnaccompaniedChild
from .determinations import (
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
)


class BestInterestsDecision(ChildRecord):
    """What the panel chose, on which day, why, and when it is looked at again."""

    determination = models.OneToOneField(
        BestInterestsDetermination, models.CASCADE, related_name="decision"
    )
    option = models.ForeignKey(BestInterestsOption, models.CASCADE, related_name="+")
    on = models.DateField(gettext_lazy("Day"))
    review_on = models.DateField(pgettext_lazy("report", "Review date"))
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    informed_on = models.DateField(gettext_lazy("Child informed on"), null=True, blank=True)
    informed_text = PersonalField(gettext_lazy("How the child was informed"))
    informed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    informed_at = models.DateTimeField(null=True, editable=False)
    reopened_at = models.DateTimeField(gettext_lazy("Reopened on"), null=True, editable=False)
    reopened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reopened_reason = PersonalField(pgettext_lazy("decision", "Reason for reopening"))

    crypto_label = "bestinterestsdecision"
    audit_name = "bestinterestsdecision"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("BID decision")
        constraints = [
            models.CheckConstraint(
                name="decision_reviewed_afterwards", condition=Q(review_on__gt=F("on"))
            )
        ]

    class Privacy:
        owner = "determination__child__case"
        title = pgettext_lazy("field", "Decision")
        review = True
        disclose = (
            "on",
            "review_on",
            "because",
            "informed_on",
            "informed_text",
            "reopened_at",
            "reopened_reason",
        )

    @property
    def child(self) -> UnaccompaniedChild:  # type: ignore[override]
        return self.determination.child

    @classmethod
    @transaction.atomic
    def take(
        cls, determination: BestInterestsDetermination, *, by: User, review_on: date, because: str
    ) -> "BestInterestsDecision":
        """What more than half of the panel chose is decided, once all of them have spoken.

        Written down by who answers for the team, and never by who gathered the information.
        """
        determination.hold()
        taken = cls.objects.filter(determination=determination).first()
        if taken and taken.by_id == by.pk:
            return taken  # sent twice
        determination.must_be_under_way()
        if by not in users_with_verb(determination.child.case, "case.approve"):
            raise Refusal(_("This is decided by somebody else: a supervisor of the team."))
        info = determination.gathered
        if info and by.pk == info.by_id:
            raise Refusal(_("Who gathered the information does not decide: somebody else does."))
        if wanting := determination.missing:
            raise Refusal(still_missing(wanting))
        today = determination.child.case.office.today()
        if review_on <= today:
            raise Refusal(_("Choose a future review date."))
        if not because.strip():
            raise Refusal(_("Write why this is best for the child."))
        code = majority_option(determination.weighing.panel)
        option = next(each for each in determination.weighed if each.code == code)
        decision = cls.objects.create(
            determination=determination, by=by, option=option, on=today, review_on=review_on,
            because=because.strip(),
        )  # fmt: skip
        determination.state = determination.State.DECIDED
        determination.save(update_fields=["state"])
        case = determination.child.case
        case.touch()
        log.log_event(by, "bestinterests.decided", determination, kind=code)
        case.tell([case.owner] if case.owner else [], "bestinterests.decided", by=by)
        return decision

    @transaction.atomic
    def record_child_informed(self, *, by: User, on: date, text: str) -> None:
        """The child was told what was decided, and why."""
        self.child.require_work_allowed()
        if not (self.on <= on <= self.child.case.office.today_for(by)):
            raise Refusal(_("The child is told after it was decided, and not on a day to come."))
        if not text.strip():
            raise Refusal(_("Write how the child was told, and what they said."))
        lock_and_refresh(self, "informed_at")
        if self.informed_at:
            return  # sent twice
        self.informed_on, self.informed_text = on, text.strip()
        self.informed_by, self.informed_at = by, now()
        self.save(update_fields=["informed_on", "informed_text", "informed_by", "informed_at"])
        self.child.case.touch()
        log.log_event(by, "bestinterests.child_informed", self.determination)

    @transaction.atomic
    def reopen(self, *, by: User, because: str) -> BestInterestsDetermination:
        """From here on it is no longer in force; what was gathered and weighed is taken along."""
        determination = self.determination
        determination.hold()
        lock_and_refresh(self, "reopened_at")
        if self.reopened_at:
            return determination.followed_by
        determination.child.require_work_allowed()
        if by not in users_with_verb(determination.child.case, "case.approve"):
            raise Refusal(_("This is decided by somebody else: a supervisor of the team."))
        if not because.strip():
            raise Refusal(_("Write what is new, or what was wrong."))
        other = determination.child.determinations.under_way().exists()
        if other:
            raise Refusal(_("A determination is under way for this child. Bring it to its end."))
        self.reopened_at, self.reopened_by, self.reopened_reason = now(), by, because.strip()
        self.save(update_fields=["reopened_at", "reopened_by", "reopened_reason"])
        determination.state = determination.State.REOPENED
        determination.save(update_fields=["state"])
        log.log_event(by, "bestinterests.reopened", determination)
        return _begun_anew(determination, by=by)


def _begun_anew(before: BestInterestsDetermination, *, by: User) -> BestInterestsDetermination:
    """The same question once more: with what was known and weighed, and nobody's opinion."""
    kind = BestInterestsDetermination
    anew = kind.objects.create(
        child=before.child, by=by, why=before.why, after=before, state=kind.State.WEIGHING
    )
    log.log_event(by, "bestinterests.begun", anew, kind=anew.why)
    was = before.information
    BestInterestsInformation.objects.create(
        determination=anew, by=was.by, found=was.found, heard=was.heard, heard_on=was.heard_on,
        views=was.views, not_heard=was.not_heard,
    )  # fmt: skip
    for option in before.weighed:
        BestInterestsOption.objects.create(
            determination=anew, by=option.by, code=option.code, text=option.text,
            pros=option.pros, cons=option.cons,
        )  # fmt: skip
    before.child.case.touch()
    return anew


class AuthorityDecision(ChildRecord):
    """What the competent authority found best for the child: whose, when, and on which paper."""

    child = models.ForeignKey(
        UnaccompaniedChild, models.CASCADE, related_name="authority_decisions"
    )
    authority = PersonalField(gettext_lazy("Authority"))
    on = models.DateField(gettext_lazy("Day"))
    code = models.CharField(gettext_lazy("Option"), max_length=30)
    good_until = models.DateField(pgettext_lazy("field", "Valid until"), null=True, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")

    crypto_label = "authoritydecision"
    audit_name = "authoritydecision"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Decision of an authority for a child")
        ordering = ["-on", "-pk"]

    class Privacy:
        owner = "child__case"
        title = gettext_lazy("Decisions of an authority")
        review = True
        disclose = ("authority", "on", "code", "good_until", "text")

    class Events:
        noted = AuditEvent(
            gettext_lazy("Decision of an authority recorded"),
            icon="file-certificate",
            timeline=gettext_lazy("Best interests decision of an authority recorded"),
        )

    @classmethod
    @transaction.atomic
    def note(
        cls, child: UnaccompaniedChild, *, by: User, authority: str, on: date, code: str,
        good_until: date | None = None, text: str = "", paper: Attachment | None = None,
    ) -> "AuthorityDecision":  # fmt: skip
        """Write down what they decided; the latest counts."""
        child.hold()
        child.require_work_allowed()
        child.must_own(paper)
        code_lists.require("best_interests_option", code)
        if not authority.strip():
            raise Refusal(_("Write which authority decided."))
        if on > child.case.office.today_for(by):
            raise Refusal(_("That day has not come yet."))
        if good_until and good_until < on:
            raise Refusal(_("It cannot end before the day on which it was decided."))
        last = child.authority_decisions.filter(on=on).order_by("pk").last()
        if last and (last.code, last.by_id, last.authority) == (code, by.pk, authority.strip()):
            return last  # sent twice
        noted = cls.objects.create(
            child=child, by=by, authority=authority.strip(), on=on, code=code,
            good_until=good_until, text=text.strip(), paper=paper,
        )  # fmt: skip
        child.case.touch()
        log.log_event(by, "authoritydecision.noted", noted, kind=code)
        return noted
