"""One message as colleagues find it: how far it is, what comes next, what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.people.messaging.templates import MessageSize, message_size
from amparo.ui import formats
from amparo.ui.charts.chart import Chart
from amparo.ui.charts.stages import LineStage, StageState

from ..channel_texts import WRITTEN_CHANNELS, own_text
from ..help_lines import HelpLines, full_text, help_lines, short_address
from ..link_visits import visits_of
from ..materials import MATERIALS
from ..models import KeyMessage, KeyMessageState, MaterialRules, MessageLink, Recording, Wording
from ..pretest_notes import pretest_note
from ..reading_time import ReadingTime, reading_time
from ..worklists import next_action
from .pretest_charts import pretest_charts

NAMES = dict(settings.LANGUAGES)
State = KeyMessageState


@dataclass(frozen=True)
class Button:
    """The one next step: a link, or with `is_action` something done by one tap."""

    label: str
    url: str
    icon: str = ""
    is_action: bool = False


@dataclass(frozen=True)
class LanguageRow:
    """What is said in one language; `wording` None where it is missing."""

    language: str
    name: str
    wording: Wording | None
    easy: Wording | None
    size: MessageSize | None
    recording: Recording | None
    note: str
    may_be_read: bool

    @property
    def text(self) -> str:
        return self.wording.text or self.wording.heading if self.wording else ""


class MessagePage:
    """What stands on the page of a message. A fixed number of queries."""

    def __init__(self, message: KeyMessage, user: User, today: date):
        self.message, self.user, self.today = message, user, today
        self.may = permissions_on(message, user)

    # How far it is, and what comes next.

    @property
    def stages(self) -> list[LineStage]:
        """Draft, risk check, pretest or waiver, approval, in use."""
        message = self.message
        named = [
            (pgettext("stage of a message", "Wordings"), self._said),
            (pgettext("stage of a message", "Risk check"), message.is_risk_checked),
            (self._pretest_stage, message.is_tested_or_waived),
            (pgettext("stage of a message", "Approval"), message.approved_at is not None),
            (pgettext("stage of a message", "In use"), message.state == State.APPROVED),
        ]
        here = next((at for at, (_name, is_done) in enumerate(named) if not is_done), len(named))
        return [
            LineStage(str(name), self._state(at, here, is_done), self._detail(at))
            for at, (name, is_done) in enumerate(named)
        ]

    @property
    def _said(self) -> bool:
        return bool(self.message.written_languages) and not self.message.missing_languages

    @property
    def _pretest_stage(self) -> str:
        if self.message.untested_languages and self.message.waiver:
            return pgettext("stage of a message", "Pretest waived")
        return pgettext("stage of a message", "Pretest")

    def _state(self, at: int, here: int, is_done: bool) -> StageState:
        if at == 2 and is_done and self.message.untested_languages:
            return StageState.SKIPPED
        if is_done:
            return StageState.DONE
        if self.message.state == State.WITHDRAWN:
            return StageState.STOPPED
        return StageState.CURRENT if at == here else StageState.NEXT

    def _detail(self, at: int) -> str:
        check, waiver = self.message.risk_check, self.message.waiver
        details = (
            f"{len(self.message.written_languages)} / {len(self.message.language_codes)}",
            check.by.name if check else "",
            waiver.by.name if waiver and self.message.untested_languages else "",
            self.message.approved_by.name if self.message.approved_by else "",
            formats.with_year(self.message.approved_at.date()) if self.message.approved_at else "",
        )
        return details[at]

    @property
    def button(self) -> Button | None:
        """The next step, if this user may do it."""
        if self.message.state == State.DRAFT and "keep" in self.may:
            return self._draft_button
        if self.message.state == State.SUBMITTED and self.may_approve:
            url = self._url("approve")
            return Button(_("Approve message"), url, "check", is_action=True)
        if self.message.state == State.APPROVED and self.message.written_languages:
            url = reverse("message_bank:material", args=[self.message.ref, "poster", "all"])
            return Button(_("Posters in all languages (PDF)"), url, "printer")
        return None

    @property
    def _draft_button(self) -> Button:
        label, message = next_action(self.message), self.message
        if message.missing_languages:
            return Button(label, self.wordings_url, "pencil")
        if not message.is_risk_checked:
            return Button(label, self._url("risk-check"), "shield-check")
        if not message.is_tested_or_waived:
            return Button(label, self._url("pretest-new"), "users")
        return Button(label, self._url("submit"), "check", is_action=True)

    def _url(self, name: str) -> str:
        return reverse(f"message_bank:{name}", args=[self.message.ref])

    @property
    def wordings_url(self) -> str:
        return reverse("message_bank:wordings", args=[self.message.ref, Wording.Level.STANDARD])

    @property
    def may_approve(self) -> bool:
        """Whether this user is the second person."""
        writers = (self.message.by_id, self.message.submitted_by_id)
        return "approve" in self.may and self.user.pk not in writers

    @property
    def missing_names(self) -> str:
        return formats.join_list(NAMES[code] for code in self.message.missing_languages)

    @property
    def untested_names(self) -> str:
        return formats.join_list(NAMES[code] for code in self.message.untested_languages)

    # What it says.

    @cached_property
    def rows(self) -> list[LanguageRow]:
        recordings = {
            row.language: row for row in self.message.recordings.all() if row.storage_key
        }
        return [self._row(code, recordings.get(code)) for code in self._shown_languages]

    @property
    def _shown_languages(self) -> list[str]:
        wanted = {*self.message.language_codes, *self.message.written_languages}
        return [code for code in NAMES if code in wanted]

    def _row(self, language: str, recording: Recording | None) -> LanguageRow:
        wording = self.message.wording(language)
        text = (wording.text or wording.heading) if wording else ""
        return LanguageRow(
            language, NAMES[language], wording,
            self.message.wording(language, Wording.Level.EASY),
            message_size(text) if wording else None, recording,
            pretest_note(self.message, language) if wording else "",
            wording is not None and wording.read_by_id is None and wording.by_id != self.user.pk,
        )  # fmt: skip

    @property
    def facts(self) -> list[tuple[str, str]]:
        message = self.message
        places = formats.join_list(row.place.name for row in message.places.all())
        facts = [
            (pgettext("message", "Type"), str(message.get_kind_display())),
            (pgettext("message", "Topic"), codes.label("message_topic", message.topic)),
            (pgettext("message", "Audience"), codes.label("message_audience", message.audience)),
            (pgettext("of a message", "Area"), places or pgettext("of a message", "Everywhere")),
            (pgettext("message", "Information need"), message.need),
            (pgettext("message", "What people can do after it"), message.behaviour),
            (_("Review date"), formats.with_year(message.review_on) if message.review_on else ""),
            (pgettext("message", "Written by"), message.by.name),
            (pgettext("message", "Approved by"),
             message.approved_by.name if message.approved_by else ""),
            (_("Office"), message.office.name),
        ]  # fmt: skip
        return [(name, value) for name, value in facts if value]

    # Checks before approval.

    @cached_property
    def charts(self) -> list[Chart]:
        return pretest_charts(self.message)

    @property
    def pretests(self) -> list:
        return [
            (row, NAMES.get(row.language, row.language))
            for row in self.message.pretests.all() if row.discarded_at is None
        ]  # fmt: skip

    # What leaves: materials, radio, channels, links.

    @cached_property
    def rules(self) -> MaterialRules:
        return MaterialRules.of(self.message.office)

    @property
    def materials(self) -> list[tuple[str, str]]:
        return [(code, str(each.label)) for code, each in MATERIALS.items()]

    @property
    def help(self) -> HelpLines | None:
        return help_lines(self.message, self.rules, formats.current_language())

    @property
    def radio(self) -> Iterable[tuple[str, str, ReadingTime]]:
        """Code and name of each language, and how long its spot takes."""
        for language in self.message.written_languages:
            text = full_text(self.message, self.rules, "radio", language)
            yield language, NAMES[language], reading_time(text, self.rules.pace(language))

    @property
    def channels(self) -> list[tuple[str, str, str]]:
        """Code, label, and the languages in which each channel has words of its own."""
        return [
            (code, codes.label("communication_channel", code), formats.join_list(
                NAMES[language] for language in self.message.written_languages
                if own_text(self.message, code, language)
            ))
            for code in WRITTEN_CHANNELS
        ]  # fmt: skip

    @cached_property
    def links(self) -> list[tuple[MessageLink, str, int]]:
        """Each short link, its address as one types it, and how often it was opened."""
        links = list(self.message.links.all())
        counts = visits_of(links) if links else {}
        return [
            (link, short_address(reverse("public:alert-link", args=[link.code])),
             counts.get(link.pk, 0))
            for link in links
        ]  # fmt: skip
