"""One broadcast as colleagues find it: how far it is, whom it reaches, what each reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, Sum
from django.utils.translation import pgettext

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats
from amparo.ui.charts.stages import LineStage, StageState

from ..message_bank.models import MaterialRules
from .addresses import Channel
from .audience import GroupCount, count_audience, subscription_counts
from .models import AudienceGroup, Broadcast
from .models.batches import BatchState
from .models.progress import Halt
from .shown_counts import ShownCount, shown, shown_sum
from .texts import BroadcastText, broadcast_text

State = Broadcast.State
_ORDER = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.SENDING, State.SENT)


@dataclass(frozen=True)
class AudienceLine:
    """One row of the table of an audience."""

    channel: str
    language: str
    count: ShownCount
    why_not: str
    sent: ShownCount | None
    parts: int


@dataclass(frozen=True)
class WordingLine:
    """What is read in one language by one channel, and in how many parts it is paid for."""

    language: str
    language_name: str
    channel: str
    text: BroadcastText | None
    parts: int


class BroadcastPage:
    """What stands on the page of a broadcast. A fixed number of queries."""

    def __init__(self, broadcast: Broadcast):
        self.broadcast = broadcast

    @property
    def topic(self) -> str:
        return codes.label("message_topic", self.broadcast.topic)

    @property
    def place_names(self) -> str:
        chosen = [each.place.name for each in self.broadcast.places.all() if not each.is_added]
        return formats.join_list(chosen)

    @property
    def hours(self) -> str:
        first, last = self.broadcast.begins, self.broadcast.ends
        return f"{formats.clock(first)}–{formats.clock(last)}"

    @property
    def missing_languages(self) -> str:
        """Languages of the audience in which nothing is said, so that nothing is sent."""
        return formats.join_list(
            [formats.language_name(code) for code in self.broadcast.missing_languages]
        )

    # Whom it reaches.

    @cached_property
    def _audience(self) -> list[GroupCount]:
        """Counted now, until the audience is fixed."""
        if self.broadcast.frozen_at is None:
            if self.broadcast.state == State.STOPPED:
                return []
            return count_audience(self.broadcast)
        return [
            GroupCount(each.channel, each.language, each.left_out, each.count)
            for each in self.broadcast.groups.all()
        ]

    @cached_property
    def _sent(self) -> dict[tuple[str, str], int]:
        """How many have it, by channel and language: of batches that were handed over."""
        rows = self.broadcast.batches.filter(state=BatchState.HANDED).order_by()
        return {
            (channel, language): count
            for channel, language, count in rows.values_list("channel", "language").annotate(
                count=Sum("sent")
            )
        }

    @property
    def audience(self) -> list[AudienceLine]:
        return [
            AudienceLine(
                str(Channel(each.channel).label), formats.language_name(each.language),
                shown(each.count), _why(each.left_out), self._sent_of(each),
                self._parts(each),
            )
            for each in sorted(self._audience, key=lambda each: (each.channel, each.language))
        ]  # fmt: skip

    def _sent_of(self, each: GroupCount) -> ShownCount | None:
        if self.broadcast.frozen_at is None or each.left_out:
            return None
        return shown(self._sent.get((each.channel, each.language), 0))

    def _parts(self, each: GroupCount) -> int:
        """Parts that a telephone is sent in: what is paid for each of them."""
        if each.left_out or not Channel(each.channel).is_telephone:
            return 0
        text = self._text(each.language, each.channel)
        return text.size.parts if text else 0

    @property
    def total(self) -> ShownCount:
        return shown_sum(each.count for each in self._audience if not each.left_out)

    @property
    def left_out(self) -> ShownCount:
        return shown_sum(each.count for each in self._audience if each.left_out)

    @property
    def parts(self) -> ShownCount:
        """Parts that are paid for altogether, as far as the counts are shown."""
        counts = [each.count for each in self._audience if self._parts(each)]
        told = shown_sum(counts)
        if told.number is None:
            return told
        open_ones = [each for each in self._audience if each.count >= 5 or len(counts) == 1]
        return ShownCount(
            sum(each.count * self._parts(each) for each in open_ones), told.is_at_least
        )

    # What is read.

    @cached_property
    def _rules(self) -> MaterialRules:
        return MaterialRules.of(self.broadcast.office)

    def _text(self, language: str, channel: str) -> BroadcastText | None:
        return broadcast_text(self.broadcast.message, self._rules, language, channel)

    @property
    def wordings(self) -> list[WordingLine]:
        broadcast = self.broadcast
        kinds = sorted(
            {Channel(each).is_telephone for each in broadcast.channel_codes}, reverse=True
        )
        return [
            self._wording(code, Channel.SMS if is_telephone else Channel.EMAIL)
            for is_telephone in kinds
            for code in broadcast.language_codes
        ]

    def _wording(self, language: str, channel: Channel) -> WordingLine:
        text = self._text(language, channel)
        parts = text.size.parts if text and channel.is_telephone else 0
        name = formats.language_name(language)
        label = pgettext("broadcast", "Text message") if channel.is_telephone else channel.label
        return WordingLine(language, name, str(label), text, parts)

    # How far it is.

    @cached_property
    def _batches(self) -> tuple[int, int, int]:
        """All batches, those handed over, those left out or not fetched."""
        done = Q(state=BatchState.HANDED)
        lost = Q(state__in=(BatchState.SKIPPED, BatchState.UNFETCHED))
        found = self.broadcast.batches.aggregate(
            all=Count("pk"), done=Count("pk", filter=done), lost=Count("pk", filter=lost)
        )
        return found["all"], found["done"], found["lost"]

    @property
    def batches(self) -> int:
        return self._batches[0]

    @property
    def handed(self) -> int:
        return self._batches[1]

    @property
    def lost(self) -> int:
        return self._batches[2]

    @property
    def percent(self) -> int:
        total, done, lost = self._batches
        return (done + lost) * 100 // total if total else 0

    @property
    def halt(self) -> str:
        return str(Halt(self.broadcast.halted).label) if self.broadcast.halted else ""

    @property
    def end_reason(self) -> str:
        return str(self.broadcast.get_stopped_reason_display()) if self.broadcast.ended_at else ""

    @property
    def stages(self) -> list[LineStage]:
        broadcast = self.broadcast
        moments = {
            State.DRAFT: broadcast.at, State.SUBMITTED: broadcast.submitted_at,
            State.APPROVED: broadcast.approved_at, State.SENDING: broadcast.started_at,
            State.SENT: broadcast.ended_at if broadcast.state == State.SENT else None,
        }  # fmt: skip
        here = _place_of(broadcast)
        return [
            LineStage(str(state.label), self._stage(at, here), _day(moments[state]))
            for at, state in enumerate(_ORDER)
        ]

    def _stage(self, at: int, here: int) -> StageState:
        state = self.broadcast.state
        if at < here or (at == here and state in (State.SENT,)):
            return StageState.DONE
        if at > here:
            return StageState.STOPPED if state == State.STOPPED else StageState.NEXT
        if state == State.STOPPED:
            return StageState.STOPPED
        return StageState.LATE if state == State.PAUSED else StageState.CURRENT


def _place_of(broadcast: Broadcast) -> int:
    """At which stage it is; of one that was paused or stopped, where that happened."""
    if broadcast.state in (State.PAUSED, State.STOPPED):
        reached = (broadcast.submitted_at, broadcast.approved_at, broadcast.started_at)
        return sum(each is not None for each in reached)
    return _ORDER.index(State(broadcast.state))


def _why(left_out: str) -> str:
    return str(AudienceGroup.LeftOut(left_out).label) if left_out else ""


def _day(moment) -> str:
    return formats.day(formats.as_day(moment)) if moment else ""


# Subscriptions, counted.


@dataclass(frozen=True)
class TopicCounts:
    """How many subscribed to one topic, by language within each channel."""

    topic: str
    cells: list[ShownCount]


def subscription_table(languages: Iterable[str]) -> tuple[list[str], list[TopicCounts]]:
    """Returns the titles of the columns (channel and language) and a row for each topic."""
    counted = subscription_counts()
    columns = [(channel, code) for channel in Channel.values for code in languages]
    there = {(channel, code) for _topic, code, channel, _count in counted}
    columns = [each for each in columns if each in there]
    found = {(topic, channel, language): count for topic, language, channel, count in counted}
    topics = sorted({topic for topic, *_rest in counted}, key=_topic_label)
    rows = [
        TopicCounts(_topic_label(topic), [shown(found.get((topic, *each), 0)) for each in columns])
        for topic in topics
    ]
    titles = [
        f"{Channel(channel).label} · {formats.language_name(code)}" for channel, code in columns
    ]
    return titles, rows


def _topic_label(topic: str) -> str:
    return codes.label("message_topic", topic)
