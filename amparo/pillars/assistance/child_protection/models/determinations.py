"""The determination of a child's best interests (BID): first one gathers, then a panel weighs."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists

from ..best_interests import (
    GATHERED,
    MUST_BE_GATHERED,
    DeterminationProgress,
    PanelVote,
    empty_topics,
    missing,
)
from ..topics import on_topics
from .children import ChildRecord, UnaccompaniedChild

if TYPE_CHECKING:
    from .panel import PanelMember, PanelOpinion


class BestInterestsDeterminationQuerySet(PermissionQuerySet):
    def under_way(self) -> "BestInterestsDeterminationQuerySet":
        return self.filter(state__in=BestInterestsDetermination.UNDER_WAY)

    def decided(self) -> "BestInterestsDeterminationQuerySet":
        return self.filter(state=BestInterestsDetermination.State.DECIDED)


class BestInterestsDetermination(ChildRecord):
    """One question about the life of one child, from what is gathered to what is decided."""

    class Why(models.TextChoices):
        DURABLE = (
            "durable",
            gettext_lazy("Durable solution for an unaccompanied or separated child"),
        )
        CARE = "care", gettext_lazy("Temporary care in exceptional circumstances")
        PARENTS = "parents", gettext_lazy("Separation from the parents against their will")

    class State(models.TextChoices):
        GATHERING = "gathering", gettext_lazy("Gathering information")
        WEIGHING = "weighing", gettext_lazy("Panel review")
        DECIDED = "decided", pgettext_lazy("return stage", "Decision taken")
        REOPENED = "reopened", gettext_lazy("Reopened: no longer in force")

    UNDER_WAY = (State.GATHERING, State.WEIGHING)

    child = models.ForeignKey(UnaccompaniedChild, models.CASCADE, related_name="determinations")
    why = models.CharField(pgettext_lazy("column, field", "Reason"), max_length=10, choices=Why)
    after = models.OneToOneField("self", models.CASCADE, null=True, related_name="followed_by")
    # The shadow of what was gathered, decided and opened again, for lists.
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.GATHERING
    )

    audit_name = "bestinterestsdetermination"

    objects = BestInterestsDeterminationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Best interests determination")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], name="one_determination_under_way",
                condition=Q(state__in=("gathering", "weighing")),
            )
        ]  # fmt: skip

    class Privacy:
        owner = "child__case"
        title = gettext_lazy("Best interests determinations")
        disclose = ("at", "why", "state")

    class Events:
        prefix = "bestinterests"
        begun = AuditEvent(
            gettext_lazy("BID started"),
            icon="scale",
            timeline=pgettext_lazy("timeline", "BID started"),
        )
        gathered = AuditEvent(
            pgettext_lazy("ledger", "BID information gathered"),
            icon="notes",
            timeline=gettext_lazy("BID information gathered"),
            story=False,
        )
        option_weighed = AuditEvent(
            pgettext_lazy("ledger", "BID option assessed"),
            icon="scale",
            timeline=gettext_lazy("BID option assessed"),
            story=False,
        )
        member_invited = AuditEvent(
            gettext_lazy("Panel member invited"),
            icon="users",
            timeline=gettext_lazy("Panel member joined"),
            story=False,
            notice=Notice(
                gettext_lazy("Best interests panel: your opinion is requested"),
                "decision",
                icon="scale",
            ),
        )
        member_excused = AuditEvent(
            pgettext_lazy("ledger", "Panel member excused"),
            icon="users",
            timeline=gettext_lazy("Panel member excused"),
            story=False,
        )
        opinion_given = AuditEvent(
            pgettext_lazy("ledger", "Panel opinion recorded"),
            icon="messages",
            timeline=gettext_lazy("Panel opinion recorded"),
            story=False,
        )
        decided = AuditEvent(
            gettext_lazy("BID decided"),
            icon="scale",
            timeline=pgettext_lazy("timeline", "BID decided"),
            notice=Notice(gettext_lazy("BID decided: inform the child"), "decision", icon="scale"),
        )
        child_informed = AuditEvent(
            gettext_lazy("Child informed of BID"),
            icon="ear",
            timeline=pgettext_lazy("timeline", "Child informed of BID"),
        )
        reopened = AuditEvent(
            pgettext_lazy("ledger", "BID reopened"),
            icon="arrow-left",
            timeline=gettext_lazy("BID reopened"),
        )
        printed = AuditEvent(
            pgettext_lazy("ledger", "BID printed"),
            icon="printer",
            timeline=gettext_lazy("BID printed"),
            story=False,
        )

    def get_absolute_url(self) -> str:
        return f"/determinations/{self.ref}/"

    @classmethod
    @transaction.atomic
    def begin(
        cls, child: UnaccompaniedChild, *, by: User, why: str
    ) -> "BestInterestsDetermination":
        child.hold()
        child.require_work_allowed()
        standing = cls.objects.under_way().filter(child=child).first()
        if standing and standing.why == why:
            return standing
        if standing:
            raise Refusal(_("A determination is under way for this child. Bring it to its end."))
        begun = cls.objects.create(child=child, by=by, why=why)
        child.case.touch()
        log.log_event(by, "bestinterests.begun", begun, kind=why)
        return begun

    # How far it has come.

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @cached_property
    def members(self) -> "list[PanelMember]":
        """Those whom the panel waits for."""
        return list(self.panel.filter(excused_at=None).select_related("user").order_by("pk"))

    @cached_property
    def weighed(self) -> "list[BestInterestsOption]":
        return list(self.options.order_by("pk"))

    @cached_property
    def last_opinions(self) -> "dict[int, PanelOpinion]":
        """The last word of each member."""
        from .panel import PanelOpinion

        opinions = PanelOpinion.objects.filter(member__determination=self)
        found = opinions.select_related("option", "member", "by").order_by("pk")
        return {opinion.member_id: opinion for opinion in found}

    @property
    def gathered(self) -> "BestInterestsInformation | None":
        return getattr(self, "information", None)

    @property
    def weighing(self) -> DeterminationProgress:
        """As the rule sees it."""
        info = self.gathered
        return DeterminationProgress(
            is_gathered=info is not None,
            is_heard=bool(info and (info.views or info.not_heard)),
            options=len(self.weighed),
            panel=tuple(self._voice(member) for member in self.members),
            fewest=self.child.case.rules.amount("best_interests.panel") or 0,
        )

    def _voice(self, member: "PanelMember") -> PanelVote:
        opinion = self.last_opinions.get(member.pk)
        collected = member.user_id is not None and member.user_id == self._collector
        return PanelVote(member.role, collected, opinion.option.code if opinion else "")

    @property
    def _collector(self) -> int | None:
        return self.gathered.by_id if self.gathered else None

    @property
    def missing(self) -> list[str]:
        return missing(self.weighing)

    def hold(self) -> None:
        """Whoever comes second sees what the first did, not what was read before."""
        self.child.hold()
        self.refresh_from_db(fields=["state"])
        for read in ("members", "weighed", "last_opinions"):
            self.__dict__.pop(read, None)

    def must_be_under_way(self) -> None:
        self.child.require_work_allowed()
        if not self.is_under_way:
            raise Refusal(_("This was already decided. Open it again, and say why."))

    def must_be_unspoken(self) -> None:
        """Once members of the panel have spoken, what they spoke about stays as it was."""
        if self.last_opinions:
            raise Refusal(_("The panel has begun to speak: what it weighs stays as it is."))


class BestInterestsInformation(ChildRecord):
    """The first stage: what was gathered of the child, and what the child said."""

    class Heard(models.TextChoices):
        DIRECTLY = "directly", gettext_lazy("In a language that we share")
        INTERPRETER = "interpreter", gettext_lazy("With an interpreter")
        OTHER = "other", gettext_lazy("By playing, drawing or watching")
        NOT = "not", pgettext_lazy("child", "Not consulted")

    determination = models.OneToOneField(
        BestInterestsDetermination, models.CASCADE, related_name="information"
    )
    found = PersonalField(gettext_lazy("Findings"), kind="json")
    heard = models.CharField(gettext_lazy("How you were heard"), max_length=15, choices=Heard)
    heard_on = models.DateField(gettext_lazy("Date of interview"), null=True, blank=True)
    views = PersonalField(gettext_lazy("What you said"))
    not_heard = PersonalField(gettext_lazy("Why you were not heard"))

    crypto_label = "bestinterestsinformation"
    audit_name = "bestinterestsinformation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Information gathered for the BID")

    class Privacy:
        owner = "determination__child__case"
        title = gettext_lazy("Information gathered for the BID")
        review = True
        disclose = ("at", "found", "heard", "heard_on", "views", "not_heard")

    @property
    def child(self) -> UnaccompaniedChild:  # type: ignore[override]
        return self.determination.child

    @property
    def disclosed_found(self) -> list[str]:
        """As it is told to the child: topic by topic."""
        return on_topics(self.found)

    @classmethod
    @transaction.atomic
    def gather(
        cls, determination: BestInterestsDetermination, *, by: User, found: dict[str, str],
        heard: str, heard_on: date | None = None, views: str = "", not_heard: str = "",
    ) -> "BestInterestsInformation":  # fmt: skip
        """Keep what is known and what the child said; to be completed until the panel speaks."""
        determination.hold()
        determination.must_be_under_way()
        determination.must_be_unspoken()
        found = {topic: found.get(topic, "").strip() for topic in GATHERED}
        if empty_topics(found, MUST_BE_GATHERED):
            raise Refusal(
                _("Write at least how safe the child is, who cares for them, and of their family.")
            )
        if heard_on and heard_on > determination.child.case.office.today_for(by):
            raise Refusal(_("The day on which the child was heard has not come yet."))
        is_heard = heard != cls.Heard.NOT
        if is_heard and not views.strip():
            raise Refusal(_("Write what the child said or showed, in their own words if you can."))
        if not is_heard and not not_heard.strip():
            raise Refusal(_("Every child has the right to be heard. Write why this one was not."))
        told = {
            "by": by, "found": found, "heard": heard, "heard_on": heard_on if is_heard else None,
            "views": views.strip() if is_heard else "",
            "not_heard": "" if is_heard else not_heard.strip(),
        }  # fmt: skip
        info = determination.gathered or cls(determination=determination)
        for name, value in told.items():
            setattr(info, name, value)
        info.save()
        determination.information = info
        determination.state = determination.State.WEIGHING
        determination.save(update_fields=["state"])
        determination.child.case.touch()
        log.log_event(by, "bestinterests.gathered", determination)
        return info


class BestInterestsOption(ChildRecord):
    """One way that lies open to the child, with what speaks for it and against it."""

    determination = models.ForeignKey(
        BestInterestsDetermination, models.CASCADE, related_name="options"
    )
    code = models.CharField(gettext_lazy("Option"), max_length=30)
    text = PersonalField(pgettext_lazy("field", "Text"))
    pros = PersonalField(gettext_lazy("Arguments for"))
    cons = PersonalField(gettext_lazy("Arguments against"))

    crypto_label = "bestinterestsoption"
    audit_name = "bestinterestsoption"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("BID option assessed")
        constraints = [
            models.UniqueConstraint(fields=["determination", "code"], name="each_option_once")
        ]

    class Privacy:
        owner = "determination__child__case"
        title = gettext_lazy("Options assessed")
        review = True
        disclose = ("code", "text", "pros", "cons")

    @property
    def child(self) -> UnaccompaniedChild:  # type: ignore[override]
        return self.determination.child

    @classmethod
    @transaction.atomic
    def weigh(
        cls, determination: BestInterestsDetermination, *, by: User, code: str, pros: str,
        cons: str, text: str = "",
    ) -> "BestInterestsOption":  # fmt: skip
        """Name it with what speaks for and against; named again, it is written anew."""
        determination.hold()
        determination.must_be_under_way()
        determination.must_be_unspoken()
        code_lists.require("best_interests_option", code)
        if determination.gathered is None:
            raise Refusal(_("First gather what is known of the child, and hear them."))
        if not (pros.strip() and cons.strip()):
            raise Refusal(_("Write what speaks for it and what speaks against it."))
        option = cls.objects.filter(determination=determination, code=code).first()
        option = option or cls(determination=determination, code=code)
        option.determination = determination
        option.by, option.text = by, text.strip()
        option.pros, option.cons = pros.strip(), cons.strip()
        option.save()
        determination.__dict__.pop("weighed", None)
        determination.child.case.touch()
        log.log_event(by, "bestinterests.option_weighed", determination, kind=code)
        return option
