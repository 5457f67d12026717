"""Who decides with others on what is best for a child, and what each of them says."""

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case

from ..best_interests import FEWEST_OPTIONS
from .children import ChildRecord, UnaccompaniedChild
from .determinations import BestInterestsDetermination, BestInterestsOption


class PanelMember(ChildRecord):
    """Somebody who decides with others on what is best for a child, and what they know about."""

    determination = models.ForeignKey(
        BestInterestsDetermination, models.CASCADE, related_name="panel"
    )
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    name = PersonalField(gettext_lazy("Name"))
    role = models.CharField(gettext_lazy("Expertise"), max_length=20)
    excused_at = models.DateTimeField(gettext_lazy("Excused on"), null=True, editable=False)
    excused_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    excused_reason = PersonalField(gettext_lazy("Reason for not waiting"))

    crypto_label = "panelmember"
    audit_name = "panelmember"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Member of a panel")
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "user"], name="each_on_a_panel_once",
                condition=Q(user__isnull=False),
            )
        ]  # fmt: skip

    class Privacy:
        owner = "determination__child__case"
        title = gettext_lazy("Panel composition")
        review = True
        disclose = ("name", "role", "excused_at", "excused_reason")

    @property
    def child(self) -> UnaccompaniedChild:  # type: ignore[override]
        return self.determination.child

    @property
    def called(self) -> str:
        return self.user.name if self.user else self.name

    @classmethod
    @transaction.atomic
    def invite(
        cls, determination: BestInterestsDetermination, *, by: User, role: str,
        user: User | None = None, name: str = "",
    ) -> "PanelMember":  # fmt: skip
        """A colleague, or somebody from elsewhere by name."""
        determination.hold()
        determination.must_be_under_way()
        code_lists.require("panel_role", role)
        if (user is None) == (not name.strip()):
            raise Refusal(_("Choose a colleague, or write the name of somebody from elsewhere."))
        if (
            user
            and not Case.objects.accessible_to(user)
            .filter(pk=determination.child.case_id)
            .exists()
        ):
            raise Refusal(_("This colleague may not open the file of the child."))
        for member in determination.members:
            if (user and member.user_id == user.pk) or (
                name.strip() and member.name == name.strip()
            ):
                return member
        member = cls.objects.create(
            determination=determination, by=by, role=role, user=user, name=name.strip()
        )
        determination.__dict__.pop("members", None)
        determination.child.case.touch()
        log.log_event(by, "bestinterests.member_invited", determination, kind=role)
        if user:
            determination.child.case.tell([user], "bestinterests.member_invited", by=by)
        return member

    @transaction.atomic
    def excuse(self, *, by: User, because: str) -> None:
        """Who cannot speak is waited for no longer; who has spoken stays, whatever they said."""
        determination = self.determination
        determination.hold()
        determination.must_be_under_way()
        if self.pk in determination.last_opinions:
            raise Refusal(_("Who has spoken stays on the panel."))
        if not because.strip():
            raise Refusal(_("Write why they are not waited for."))
        lock_and_refresh(self, "excused_at")
        if self.is_excused:
            return  # sent twice
        self.excused_at, self.excused_by, self.excused_reason = now(), by, because.strip()
        self.save(update_fields=["excused_at", "excused_by", "excused_reason"])
        determination.__dict__.pop("members", None)
        determination.child.case.touch()
        log.log_event(by, "bestinterests.member_excused", determination)

    @property
    def is_excused(self) -> bool:
        return self.excused_at is not None

    def may_be_spoken_for_by(self, user: User) -> bool:
        """A colleague speaks for themselves; of who has no account, whoever works here writes."""
        return self.user_id in (None, user.pk)


class PanelOpinion(ChildRecord):
    """What one member of the panel holds best for the child, and why; the last word counts."""

    member = models.ForeignKey(PanelMember, models.CASCADE, related_name="opinions")
    option = models.ForeignKey(BestInterestsOption, models.CASCADE, related_name="+")
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "panelopinion"
    audit_name = "panelopinion"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Opinion of a member of a panel")

    class Privacy:
        owner = "member__determination__child__case"
        title = gettext_lazy("Panel opinions")
        review = True
        disclose = ("at", "text")

    @property
    def child(self) -> UnaccompaniedChild:  # type: ignore[override]
        return self.member.determination.child

    @classmethod
    @transaction.atomic
    def give(
        cls, member: PanelMember, *, by: User, option: BestInterestsOption, text: str
    ) -> "PanelOpinion":
        determination = member.determination
        determination.hold()
        determination.must_be_under_way()
        if member.is_excused:
            raise Refusal(_("This member was excused: the panel does not wait for them."))
        if not member.may_be_spoken_for_by(by):
            raise Refusal(_("Each colleague on the panel speaks for themselves."))
        if not Case.objects.accessible_to(by).filter(pk=determination.child.case_id).exists():
            raise Refusal(_("Only who may open the file of the child speaks on the panel."))
        if option.determination_id != determination.pk:
            raise Refusal(_("Choose one of the options assessed here."))
        if len(determination.weighed) < FEWEST_OPTIONS:
            raise Refusal(_("Assess at least two options first."))
        if not text.strip():
            raise Refusal(_("Write why this is best for the child."))
        last = determination.last_opinions.get(member.pk)
        if last and (last.option_id, last.text) == (option.pk, text.strip()):
            return last  # sent twice
        opinion = cls.objects.create(member=member, by=by, option=option, text=text.strip())
        determination.__dict__.pop("last_opinions", None)
        determination.child.case.touch()
        log.log_event(by, "bestinterests.opinion_given", determination)
        return opinion
