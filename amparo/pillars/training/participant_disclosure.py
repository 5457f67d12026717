"""What is held about a participant, as they read it themselves: on a page, as a copy.

Nothing is chosen here: each record says in its `class Privacy` what of it is told, also those of
other parts of training that belong to a participant or to their enrolment.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.erasure import disclosed_models
from amparo.foundation.core.labels import label_of
from amparo.ui import formats

from .models import Enrolment, Participant, ParticipantRules
from .participant_names import masked_email
from .results import shares_and_scores

_OWN = (
    "name", "code", "email", "other_emails", "phone", "sex", "is_minor", "guardian_name",
    "guardian_contact", "institution_label", "institution_type", "role", "country", "language",
    "at",
)  # fmt: skip
_MASKED = frozenset({"email", "other_emails", "phone", "guardian_contact"})


@dataclass
class Section:
    """A heading with what stands under it: label and value, of one record."""

    title: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""


@dataclass
class OwnData:
    """All that is held about one participant, and until when."""

    participant: Participant
    sections: list[Section]
    kept_years: int

    def as_data(self) -> dict[str, Any]:
        """For a copy that another program reads."""
        return {
            "made_at": now().isoformat(timespec="seconds"),
            "language": formats.current_language(),
            "sections": [
                {
                    "title": each.title, "note": each.note,
                    "values": [{"label": label, "value": value} for label, value in each.rows],
                }
                for each in self.sections
            ],
        }  # fmt: skip

    def as_page(self) -> str:
        """The copy as one HTML file that needs nothing else."""
        language = formats.current_language()
        context = {
            "own": self, "made_at": now(), "language": language,
            "is_rtl": language in settings.LANGUAGES_BIDI,
        }  # fmt: skip
        return render_to_string("training/own_data_copy.html", context)


def own_data(participant: Participant, *, hides_contact: bool = False) -> OwnData:
    """Returns what is held about them. `hides_contact`: whoever reads it holds no more than a
    badge, so that addresses are shown by their first letter alone.
    """
    sections = [_who(participant, hides_contact)]
    for part in disclosed_models(participant):
        if part.model is not Enrolment:
            sections += _of_part(part, participant)
    rows = participant.enrolments.select_related("event__version__course", "event__office")
    for enrolment in rows.prefetch_related("event__version__texts", "event__sessions"):
        sections.append(_training(enrolment))
        for part in disclosed_models(enrolment):
            sections += _of_part(part, enrolment)
    return OwnData(participant, sections, ParticipantRules.years_of(participant.office))


def _who(participant: Participant, hides_contact: bool) -> Section:
    found = Section(_("Who you are"))
    labels = {"institution_label": _("Institution"), "at": _("Recorded on")}
    for name in _OWN:
        value = getattr(participant, name)
        if value in (None, "", [], False):
            continue
        shown = _hidden(value) if hides_contact and name in _MASKED else _said(participant, name)
        found.rows.append((str(labels.get(name) or label_of(participant, name)), shown))
    return found


def _hidden(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    return formats.join_list(masked_email(each) or f"•••{each[-2:]}" for each in parts)


def _training(enrolment: Enrolment) -> Section:
    event = enrolment.event
    found = Section(event.title)
    found.rows.append((_("Training event"), event.number))
    for session in event.sessions.all():
        when = formats.moment(session.starts_at.astimezone(event.zone))
        found.rows.append((pgettext("training", "Session"), when))
    for name in ("state", "at", "needs"):
        if getattr(enrolment, name):
            found.rows.append((str(label_of(enrolment, name)), _said(enrolment, name)))
    shares, scores = shares_and_scores([enrolment])
    share, marks = shares.get(enrolment.pk), scores.get(enrolment.pk)
    if share is not None:
        found.rows.append((pgettext("training", "Attendance"), f"{share} %"))
    if marks and marks.before is not None:
        found.rows.append((pgettext("test", "Score before"), f"{marks.before} %"))
    if marks and marks.after is not None:
        found.rows.append((pgettext("test", "Score after"), f"{marks.after} %"))
    return found


def _of_part(part: Any, record: models.Model) -> Iterator[Section]:
    if part.withheld:
        if part.rows(record).exists():
            yield Section(
                str(part.title or part.model._meta.verbose_name), note=str(part.withheld)
            )
        return
    for each in part.rows(record).order_by("pk"):
        names = (name for name in part.disclosed_fields if getattr(each, name) not in (None, ""))
        rows = [(str(label_of(each, name)), _said(each, name)) for name in names]
        if rows:
            yield Section(str(part.title), rows)


def _said(record: models.Model, name: str) -> str:
    """A value in words."""
    value = getattr(record, name)
    display = getattr(record, f"get_{name}_display", None)
    if callable(display):
        return str(display())
    if name == "language":
        return formats.language_name(value)
    if name == "country":
        return formats.country_name(value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return pgettext("value", "Yes") if value else pgettext("value", "No")
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.with_year(value)
    if isinstance(value, list):
        return formats.join_list(value)
    return str(value)
