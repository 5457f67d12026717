"""What is done with a campaign: it is planned, begins, pauses, ends and is measured.

A campaign calls people to a line: it begins only once somebody said, by name, how many calls a day
that line can take.
"""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.sequences import Sequence
from amparo.foundation.funding.exchange import is_whole_cents

SEQUENCE = "campaigns.campaign"
LISTS = ("messages", "places", "partners")


class CampaignActions:
    """The verbs of `Campaign`."""

    State: ClassVar[Any]
    contact_capacity: Any
    capacity_at: Any
    capacity_by: Any
    started_at: Any
    ended_at: Any
    measured_at: Any

    @classmethod
    @transaction.atomic
    def plan(cls: Any, *, by: User, office: Office, **fields: Any) -> Any:
        """Plans a campaign with its number; nothing is placed yet. `messages`, `places` and
        `partners` are lists of records.
        """
        lists = {name: list(fields.pop(name, ())) for name in LISTS}
        year = office.today().year
        campaign = cls(by=by, office=office, year=year, **fields)
        campaign._must_be_in_order()
        campaign.serial = Sequence.reserve(SEQUENCE, year)[0]
        campaign.save()
        campaign.set_lists(lists)
        log.log_event(by, "campaign.planned", campaign)
        return campaign

    @transaction.atomic
    def change(self: Any, *, by: User, **fields: Any) -> None:
        """Changes what is said of it. Refused once it ended; its first day stays once it began."""
        lock_and_refresh(self, "state", "begins_on", "ends_on")
        if not self.is_open:
            raise Refusal(_("This campaign is over: it is not edited."))
        lists = {name: list(fields.pop(name)) for name in LISTS if name in fields}
        was_begun_on = self.begins_on
        for name, value in fields.items():
            setattr(self, name, value)
        if self.has_begun and self.begins_on != was_begun_on:
            raise Refusal(_("The campaign has begun: its first day stays."))
        self._must_be_in_order()
        self._must_hold_placements()
        self.save()
        self.set_lists(lists)
        log.log_event(by, "campaign.changed", self, fields=sorted([*fields, *lists]))

    @transaction.atomic
    def record_capacity(self: Any, *, by: User, contact_line: str, contact_hours: str,
                     contact_capacity: int) -> None:  # fmt: skip
        """Says how many calls a day the contact line can take, and when it is answered."""
        lock_and_refresh(self, "state")
        if not self.is_open:
            raise Refusal(_("This campaign is over: it is not edited."))
        if not contact_line.strip() or not contact_hours.strip():
            raise Refusal(_("Say which line it is, and when it is answered."))
        if contact_capacity < 1:
            raise Refusal(_("A line that can take no call cannot carry a campaign."))
        self.contact_line, self.contact_hours = contact_line.strip(), contact_hours.strip()
        self.contact_capacity, self.capacity_at, self.capacity_by = contact_capacity, now(), by
        self.save(update_fields=[
            "contact_line", "contact_hours", "contact_capacity", "capacity_at", "capacity_by",
        ])  # fmt: skip
        log.log_event(by, "campaign.capacity_said", self)

    def missing_for_start(self: Any) -> list[str]:
        """Returns in words what is missing before it may begin."""
        missing = []
        if self.begins_on is None or self.ends_on is None:
            missing.append(_("its first and last day"))
        if not self.messages.approved().exists():
            missing.append(_("an approved message"))
        if not self.contact_capacity or self.capacity_at is None:
            missing.append(_("what the contact line can take"))
        return missing

    @transaction.atomic
    def start(self: Any, *, by: User) -> None:
        """It begins: what is placed may be heard. Refused, by name, while something is missing."""
        lock_and_refresh(self, "state", "begins_on", "ends_on", "contact_capacity", "capacity_at")
        if self.state != self.State.PLANNED:
            raise Refusal(_("Only a planned campaign is started."))
        if missing := self.missing_for_start():
            words = {"missing": ", ".join(missing)}
            raise Refusal(_("The campaign cannot start yet. Missing: %(missing)s.") % words)
        if self.ends_on < self.office.today():
            raise Refusal(_("The last day of this campaign has passed. Change its days first."))
        self.state, self.started_at, self.because = self.State.RUNNING, now(), ""
        self.save(update_fields=["state", "started_at", "because"])
        log.log_event(by, "campaign.started", self)

    @transaction.atomic
    def pause(self: Any, *, by: User, because: str) -> None:
        """Nothing more is placed until it is resumed: the line is full, a message is doubted."""
        lock_and_refresh(self, "state")
        if self.state != self.State.RUNNING:
            raise Refusal(_("Only a running campaign is paused."))
        self._set_state(self.State.PAUSED, because)
        log.log_event(by, "campaign.paused", self)
        self.tell("campaign.paused", by=by)

    @transaction.atomic
    def resume(self: Any, *, by: User) -> None:
        lock_and_refresh(self, "state")
        if self.state != self.State.PAUSED:
            raise Refusal(_("Only a paused campaign is resumed."))
        if missing := self.missing_for_start():
            words = {"missing": ", ".join(missing)}
            raise Refusal(_("The campaign cannot continue. Missing: %(missing)s.") % words)
        self.state, self.because = self.State.RUNNING, ""
        self.save(update_fields=["state", "because"])
        log.log_event(by, "campaign.resumed", self)

    @transaction.atomic
    def stop(self: Any, *, by: User, because: str) -> None:
        """Stops it at once, whatever its days: planned placements are cancelled. Twice is once."""
        lock_and_refresh(self, "state", "started_at")
        if not self.is_open:
            return
        was_planned = self.state == self.State.PLANNED
        self._set_state(self.State.CANCELLED if was_planned else self.State.ENDED, because)
        self.ended_at = now()
        self.save(update_fields=["ended_at"])
        self._cancel_placements(by=by)
        event = "campaign.cancelled" if was_planned else "campaign.stopped"
        log.log_event(by, event, self)
        self.tell(event, by=by)

    @transaction.atomic
    def end(self: Any, *, by: User, today: date) -> None:
        """Ends it on its last day or later. Earlier it is stopped, with a reason."""
        lock_and_refresh(self, "state", "ends_on")
        if not self.is_on_air:
            raise Refusal(_("Only a campaign that runs or is paused ends."))
        if today < self.ends_on:
            raise Refusal(_("Its last day has not come. Stop it and say why."))
        self.state, self.ended_at, self.because = self.State.ENDED, now(), ""
        self.save(update_fields=["state", "ended_at", "because"])
        log.log_event(by, "campaign.ended", self)

    @transaction.atomic
    def close_with_report(self: Any, *, by: User, learned: str, not_measured_because: str = ""
                          ) -> None:  # fmt: skip
        """What it reached and changed is said: with a figure or a survey round, or why there is
        none, and with what was learned.
        """
        lock_and_refresh(self, "state")
        if self.state != self.State.ENDED:
            raise Refusal(_("Only a campaign that ended is measured."))
        if not learned.strip():
            raise Refusal(_("Write what you learned."))
        if not self._has_measurement() and not not_measured_because.strip():
            raise Refusal(
                _("Nothing was measured. Record reach or a survey round, or say why not.")
            )
        self.state, self.measured_at = self.State.MEASURED, now()
        self.learned, self.not_measured_because = learned.strip(), not_measured_because.strip()
        self.save(update_fields=["state", "measured_at", "learned", "not_measured_because"])
        log.log_event(by, "campaign.measured", self)

    def _set_state(self: Any, state: str, because: str) -> None:
        if not because.strip():
            raise Refusal(_("Say why."))
        self.state, self.because = state, because.strip()
        self.save(update_fields=["state", "because"])

    def _has_measurement(self: Any) -> bool:
        heard = self.exposures.filter(removed_at=None).exists()
        return heard or self.rounds.exclude(kind="baseline").filter(answers__isnull=False).exists()

    def _cancel_placements(self: Any, *, by: User) -> None:
        for each in self.placements.filter(state="planned"):
            each.cancel(by=by, because=self.because)

    def _must_be_in_order(self: Any) -> None:
        codes.require("campaign_objective", self.objective)
        codes.require("message_audience", self.audience)
        if not self.title.strip():
            raise Refusal(_("Give the campaign a title."))
        if not self.expected_change.strip():
            raise Refusal(_("Say what is to change."))
        self._must_have_days_in_order()
        self._must_have_a_budget_of_its_line()

    def _must_have_days_in_order(self: Any) -> None:
        if self.begins_on and self.ends_on and self.ends_on < self.begins_on:
            raise Refusal(_("The last day of a campaign is not before its first."))
        if self.measured_by and self.ends_on and self.measured_by < self.ends_on:
            raise Refusal(_("What changed is measured after the last day, not before it."))

    def _must_have_a_budget_of_its_line(self: Any) -> None:
        if self.budget is None and self.budget_line is None:
            return
        if self.budget_line is None:
            raise Refusal(_("Choose the budget line of this budget."))
        if self.budget is not None and (
            self.budget < 0 or not is_whole_cents(Decimal(self.budget))
        ):
            raise Refusal(_("Write the amount in figures, to the cent, and not below nothing."))
        if self.begins_on:
            self.budget_line.must_serve(self.office, self.begins_on)

    def _must_hold_placements(self: Any) -> None:
        """Its days and its budget line cannot leave what is placed."""
        rows = self.placements.exclude(state="cancelled")
        if self.begins_on is None or self.ends_on is None:
            is_outside = rows.exists()
        else:
            is_outside = (
                rows.filter(from_on__lt=self.begins_on) | rows.filter(until_on__gt=self.ends_on)
            ).exists()
        if is_outside:
            raise Refusal(_("Something is placed outside these days. Cancel it first."))
        if self.budget_line is None and rows.exclude(cost=None).exists():
            raise Refusal(_("Placements have a cost in this budget line: it stays."))
