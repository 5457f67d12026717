"""One commitment as one reader finds it: how far it is, two sides, why it exists, its history.

A fixed number of queries.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.models import User
from amparo.foundation.links.chain import Chain, chain_of
from amparo.ui import formats
from amparo.ui.charts.stages import LineStage, StageState

from ..linked import COMMITMENT
from ..models import Commitment, ProgressLine, Review
from ..models.progress import Progress

TONES = {
    Progress.NOT_STARTED: "", Progress.ON_TRACK: "good", Progress.BEHIND: "late",
    Progress.DONE: "good", Progress.STOPPED: "late",
}  # fmt: skip
ICONS = {"good": "check", "late": "clock", "": ""}


@dataclass(frozen=True)
class Side:
    """What one side says last: a report of the institution, or a review of somebody else."""

    record: ProgressLine | Review

    @property
    def label(self) -> str:
        return str(self.record.get_progress_display())

    @property
    def day(self) -> str:
        """When it was said."""
        record = self.record
        said_at = record.report.sent_at if isinstance(record, ProgressLine) else record.at
        return formats.day(formats.as_day(said_at))

    @property
    def tone(self) -> str:
        return TONES[Progress(self.record.progress)]

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


class CommitmentPage:
    """What stands on the page of a commitment."""

    def __init__(self, commitment: Commitment, user: User, today: date):
        self.commitment, self.user, self.today = commitment, user, today

    @cached_property
    def bearers(self) -> list:
        return list(self.commitment.bearers.filter(until=None).select_related("organization"))

    @cached_property
    def former_bearers(self) -> list:
        rows = self.commitment.bearers.exclude(until=None).select_related("organization")
        return list(rows.order_by("-until"))

    @cached_property
    def authors(self) -> list:
        return list(self.commitment.authors.select_related("organization"))

    @cached_property
    def tags(self) -> list:
        return list(self.commitment.tags.select_related("item__framework"))

    @cached_property
    def texts(self) -> list:
        return list(self.commitment.texts.order_by("language"))

    @cached_property
    def former_wordings(self) -> list:
        """What it said before a later edition of its document said it otherwise."""
        return list(self.commitment.former_wordings.all()[:10])

    @cached_property
    def text_here(self):
        """A translation in the reader's language, where the wording is in another one."""
        here = formats.current_language()
        if self.commitment.language == here:
            return None
        return next((each for each in self.texts if each.language == here), None)

    @cached_property
    def lines(self) -> list[ProgressLine]:
        rows = self.commitment.progress.select_related("report__organization", "report__by")
        return list(rows.order_by("-pk")[:20])

    @cached_property
    def reviews(self) -> list[Review]:
        return list(self.commitment.reviews.select_related("by")[:20])

    @cached_property
    def positions(self) -> list:
        return list(self.commitment.positions.all())

    @cached_property
    def milestones(self) -> list:
        return list(self.commitment.milestones.all())

    @cached_property
    def disputes(self) -> list:
        rows = self.commitment.disputes.select_related("organization", "by", "answered_by")
        return list(rows[:20])

    @cached_property
    def clusters(self) -> list:
        return list(self.commitment.clusters.select_related("cluster"))

    @property
    def said(self) -> Side | None:
        """The last report that counts; None where none was sent."""
        counted = (each for each in self.lines if not each.report.is_apart)
        last = next(counted, None)
        return Side(last) if last else None

    @property
    def found(self) -> Side | None:
        return Side(self.reviews[0]) if self.reviews else None

    @property
    def differ(self) -> bool:
        """Whether the two sides say different things."""
        return (
            self.said is not None
            and self.found is not None
            and self.said.record.progress != self.found.record.progress
        )

    @cached_property
    def figure(self) -> Decimal | None:
        """The last figure that somebody else found, else the last reported one."""
        for side in (self.found, self.said):
            if side is not None and side.record.figure is not None:
                return side.record.figure
        return None

    @property
    def is_figure_reviewed(self) -> bool:
        return self.found is not None and self.found.record.figure is not None

    @property
    def share(self) -> int | None:
        return self.commitment.share_done(self.figure)

    @property
    def is_behind(self) -> bool:
        """Whether less was done than time has passed, or somebody found so."""
        if self.found is not None and self.found.record.progress == Progress.BEHIND:
            return True
        share, passed = self.share, self.time_share
        return share is not None and passed is not None and share < passed

    @property
    def time_share(self) -> int | None:
        """Percent of the time from adoption to the deadline that has passed."""
        start, end = self.commitment.adopted_on, self.commitment.deadline
        if start is None or end is None or end <= start:
            return None
        return max(0, min(100, round(100 * (self.today - start).days / (end - start).days)))

    @property
    def time_text(self) -> str:
        """How long until the deadline, or that none was set or recorded."""
        commitment = self.commitment
        if commitment.deadline is None:
            if commitment.has_no_deadline:
                return _("No deadline was set")
            return _("No deadline recorded")
        days = (commitment.deadline - self.today).days
        if days < 0:
            return ngettext("%(count)s day late", "%(count)s days late", -days) % {
                "count": formats.number(-days)
            }
        return ngettext("%(count)s day left", "%(count)s days left", days) % {
            "count": formats.number(days)
        }

    @property
    def lede(self) -> str:
        """Who bears it, and where it comes from."""
        names = [each.organization.name for each in self.bearers[:2]]
        return " · ".join(filter(None, (
            formats.join_list(names), str(self.commitment.get_origin_display()),
            self.commitment.place.name if self.commitment.place else "",
        )))  # fmt: skip

    @property
    def apart(self) -> bool:
        """Whether a report on it was sent with a link that leaked."""
        return any(line.report.is_apart for line in self.lines)

    @property
    def may_connect(self) -> bool:
        return "commitment.keep" in self.user.permissions

    @property
    def connect_url(self) -> str:
        return reverse("links:connect", args=[COMMITMENT, self.commitment.ref])

    # The line of stages.

    @property
    def stages(self) -> list[LineStage]:
        commitment, states = self.commitment, Commitment.State
        ended = commitment.state in Commitment.ENDED
        here = self._stage_here()
        found = [
            LineStage(pgettext("commitment", "Proposed"), StageState.DONE,
                      formats.day(formats.as_day(commitment.at))),
            LineStage(pgettext("commitment", "Adopted"), here["adopted"],
                      formats.day(commitment.adopted_on) if commitment.adopted_on else ""),
            LineStage(pgettext("commitment", "In progress"), here["in_progress"],
                      self.time_text if not ended and commitment.deadline else ""),
            LineStage(pgettext("commitment", "Reported"), here["reported"],
                      self.said.day if self.said else ""),
            LineStage(pgettext("commitment", "Reviewed"), here["reviewed"],
                      self.found.day if self.found else ""),
        ]  # fmt: skip
        last = states.DROPPED if commitment.state == states.DROPPED else states.FULFILLED
        state = StageState.STOPPED if last == states.DROPPED else StageState.DONE
        ended_on = formats.as_day(commitment.ended_at) if commitment.ended_at else None
        found.append(
            LineStage(
                str(last.label), state if ended else StageState.NEXT,
                formats.day(ended_on) if ended_on else "",
            )
        )  # fmt: skip
        return found

    def _stage_here(self) -> dict[str, StageState]:
        """One of them is current, and late where the deadline has passed."""
        commitment, states = self.commitment, Commitment.State
        done = {
            "adopted": commitment.adopted_on is not None or commitment.state != states.PROPOSED,
            "in_progress": commitment.state in (states.IN_PROGRESS, states.FULFILLED),
            "reported": self.said is not None,
            "reviewed": self.found is not None,
        }
        found = {name: StageState.DONE if is_done else StageState.NEXT
                 for name, is_done in done.items()}  # fmt: skip
        if commitment.is_open:
            late = commitment.is_delayed(self.today)
            current = StageState.LATE if late else StageState.CURRENT
            name = "in_progress" if done["adopted"] else "adopted"
            found[name] = current
        return found

    # Why it exists, and what came after.

    @cached_property
    def chain(self) -> Chain:
        """What it rests on. What came after is asked from its end or its deadline on."""
        commitment = self.commitment
        since = formats.as_day(commitment.ended_at) if commitment.ended_at else None
        if since is None and commitment.deadline and commitment.deadline < self.today:
            since = commitment.deadline
        return chain_of(COMMITMENT, commitment, self.user, since)

    @property
    def history(self) -> list["HistoryLine"]:
        """What was done with it, the latest first."""
        found = [
            HistoryLine("plus", pgettext("commitment", "Recorded"), self.commitment.at)
        ]  # fmt: skip
        found += [
            HistoryLine("clipboard-check", _("Report: %(state)s") % {
                "state": line.get_progress_display()
            }, line.report.sent_at, line.report.organization.name, line.text)
            for line in self.lines
        ]  # fmt: skip
        found += [
            HistoryLine("eye", _("Review: %(state)s") % {
                "state": review.get_progress_display()
            }, review.at, review.by.name, review.text)
            for review in self.reviews
        ]  # fmt: skip
        found += [
            HistoryLine("scale", str(each.get_answer_display()), each.stated_on or each.at,
                        quote=each.source)
            for each in self.positions
        ]  # fmt: skip
        found += [
            HistoryLine("flag", pgettext("commitment", "Disputed"), each.at,
                        each.organization.name if each.organization else each.by.name, each.text)
            for each in self.disputes
        ]  # fmt: skip
        if self.commitment.ended_at:
            found.append(
                HistoryLine("lock", str(self.commitment.get_state_display()),
                            self.commitment.ended_at, quote=self.commitment.ended_reason)
            )  # fmt: skip
        return sorted(found, key=lambda line: formats.as_day(line.at), reverse=True)


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened to a commitment."""

    icon: str
    text: str
    at: date | datetime
    who: str = ""
    quote: str = ""
