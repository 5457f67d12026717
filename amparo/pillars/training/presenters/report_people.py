"""Facts and participants of an event, as its report says them."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.ui import formats

from ..models import EventTrainer, Participant, TrainingEvent
from ..participant_columns import UNSAID
from ..report_groups import FEWEST, Column, Shown, grouped, totals
from ..report_records import EventRecords, trainers_at
from .attendance import session_lines
from .costs import HOURS
from .report_parts import Figure, Part, Table, counted, not_recorded
from .times import days_of, language_names, length_of

type Labels = dict[str, str]
# Two pages have room for so many groups of a breakdown, the largest, and for so many columns, the
# first: who took part, who stayed, who had a seat.
MOST_GROUPS, MOST_COLUMNS = 8, 3


def event_part(event: TrainingEvent, user: User, may: frozenset[str]) -> Part:
    """Course, days, place, languages, who trained, who organized and what pays for it."""
    load_related([event], "place")
    version, sessions = event.version, list(event.sessions.all())
    hours = sum(each.minutes for each in sessions) / 60
    course = _("%(title)s, version %(number)s") % {
        "title": version.title or version.course.code, "number": formats.number(version.number),
    }  # fmt: skip
    length = ngettext("%(count)s session", "%(count)s sessions", len(sessions))
    told = {"count": formats.number(len(sessions))}
    figures = [
        Figure(pgettext("training", "Course"), course, version.course.code),
        Figure(
            pgettext("training event", "Dates"),
            days_of(event, is_paper=True) or _("No session is planned."),
            f"{length % told} · {length_of(hours)}" if sessions else "",
        ),
        Figure(_("Place"), _place_of(event)),
        Figure(pgettext("training event", "Languages"),
               language_names(event.language_codes) or not_recorded()),
        Figure(_("Trainers"), *_trainers(event, user, may)),
        Figure(_("Office"), event.office.name),
    ]  # fmt: skip
    if "keep" in may:
        lines = [each.full_name for each in event.budget_lines.select_related("fund")]
        none = _("No budget line was named.")
        figures.append(Figure(_("Budget lines"), formats.join_list(lines) or none))
    return Part("event", _("Training event"), tuple(figures))


def _place_of(event: TrainingEvent) -> str:
    mode = str(event.get_mode_display())
    area = event.place.name if event.place else ""
    # Where being named is dangerous, so is the room.
    venue = "" if event.uses_codes else event.venue
    return " · ".join(part for part in (venue, area, mode) if part)


def _trainers(event: TrainingEvent, user: User, may: frozenset[str]) -> tuple[str, str]:
    """Names for who sees them, else how many; never names where participants go by codes."""
    count = trainers_at(event)
    if not count:
        return _("No trainer was named."), ""
    said = ngettext("%(count)s trainer", "%(count)s trainers", count) % {
        "count": formats.number(count)
    }
    if "train" not in may or event.uses_codes:
        return said, ""
    rows = EventTrainer.objects.accessible_to(user).filter(event=event, until=None)
    trainers = list(rows)
    load_related(trainers, "user")
    return formats.join_list(each.shown_name for each in trainers), said


class ParticipantsPart:
    """How many asked, had a seat, came and stayed, all together and by group."""

    def __init__(self, event: TrainingEvent, records: EventRecords):
        self.event, self.hours = event, records.hours
        self.people = records.registrations
        self.counts = totals(self.people)
        self.lines = session_lines(event, records.sessions)
        self.is_recorded = any(each.figures.present or each.figures.absent for each in self.lines)

    def part(self) -> Part:
        return Part(
            "participants", _("Participants"), tuple(self._figures()),
            tuple(each for each in self._tables.values() if each is not None),
            remarks=tuple(self._remarks()),
        )  # fmt: skip

    def _figures(self) -> list[Figure]:
        counts, found = self.counts, []
        found.append(counted(_labels()[Column.ASKED], counts[Column.ASKED]))
        found.append(counted(
            _labels()[Column.SEATED], counts[Column.SEATED],
            _("of %(seats)s seats") % {"seats": formats.number(self.event.seats)},
        ))  # fmt: skip
        if self.is_recorded:
            least = {"percent": formats.number(self.event.version.min_attendance)}
            found += [
                counted(_labels()[Column.CAME], counts[Column.CAME]),
                counted(
                    _labels()[Column.LONG_ENOUGH], counts[Column.LONG_ENOUGH],
                    _("at least %(percent)s %% of the time") % least,
                ),
                counted(_labels()[Column.NO_SHOW], counts[Column.NO_SHOW]),
            ]  # fmt: skip
        else:
            found.append(Figure(_labels()[Column.CAME], not_recorded()))
        hours = not_recorded() if self.hours is None else formats.number(self.hours)
        found.append(Figure(str(HOURS), hours, number=self.hours))
        found.append(counted(_labels()[Column.WAITED], counts[Column.WAITED]))
        return found

    @cached_property
    def _tables(self) -> dict[str, Table | None]:
        """By breakdown; None where no group of it can be shown."""
        if not self.people:
            return {}
        groups = breakdowns()
        shown = grouped(
            self.people, {name: list(labels) for name, labels in groups.items()},
            rounding_secret(),
        )  # fmt: skip
        titles = {"sex": _("By sex"), "institution_type": _("By type of institution")}
        return {
            titles[name]: _table(titles[name], labels, shown[name], self.counts)
            for name, labels in groups.items()
        }

    def _remarks(self) -> list[str]:
        said = [] if self.is_recorded else [_("Nobody recorded attendance.")]
        hidden = [title for title, table in self._tables.items() if table is None]
        said += [
            _("%(breakdown)s: not shown, for a group would be too small.") % {"breakdown": title}
            for title in hidden
        ]
        if len(hidden) < len(self._tables):
            said.append(
                _("Groups of fewer than %(few)s, and numbers that would show one, are counted"
                  " under “Others and not shown”.") % {"few": formats.number(FEWEST)}
            )  # fmt: skip
        return said + self._head_counts()

    def _head_counts(self) -> list[str]:
        """Where the trainers counted others in the room than attendance has."""
        found = [
            _("%(session)s: %(difference)s.")
            % {"session": each.title, "difference": each.difference_text}
            for each in self.lines if each.difference_text
        ]  # fmt: skip
        counted_in = sum(each.is_counted for each in self.lines)
        if self.lines and not counted_in and self.is_recorded:
            return [_("No trainer counted heads: attendance was compared with nothing.")]
        return found


def _labels() -> dict[Column, str]:
    return {
        Column.ASKED: pgettext("registrations of an event", "Registered"),
        Column.SEATED: pgettext("registrations of an event", "Had a seat"),
        Column.CAME: pgettext("registrations of an event", "Took part"),
        Column.LONG_ENOUGH: pgettext("registrations of an event", "Stayed long enough"),
        Column.NO_SHOW: pgettext("registrations of an event", "Did not come"),
        Column.WAITED: pgettext("registrations of an event", "Still waiting for a seat"),
    }


def breakdowns() -> dict[str, Labels]:
    """The groups that there may be, with their names."""
    unsaid = str(Participant.Sex.UNSAID.label)
    return {
        "sex": {str(code or UNSAID): str(label) for code, label in Participant.Sex.choices},
        "institution_type": {
            str(code): str(label) for code, label in Participant.InstitutionType.choices if code
        } | {UNSAID: unsaid},
    }  # fmt: skip


def _table(title: str, labels: Labels, shown: Shown, whole: dict[Column, int]) -> Table | None:
    """Columns and groups of which something is shown; what is left of each column in one row."""
    columns = [each for each in Column if any(v is not None for v in shown[each].values())]
    if not columns:
        return None
    columns = columns[:MOST_COLUMNS]
    found = {code: [shown[column].get(code) for column in columns] for code in labels}
    told = [code for code, numbers in found.items() if any(each is not None for each in numbers)]
    told = sorted(told, key=lambda code: -max(each or 0 for each in found[code]))[:MOST_GROUPS]
    rows = [[labels[code], *map(_cell, found[code])] for code in labels if code in told]
    left = [
        whole[column] - sum(found[code][at] or 0 for code in told)
        for at, column in enumerate(columns)
    ]
    if any(left):
        rows.append([_("Others and not shown"), *(formats.number(each) for each in left)])
    rows.append(
        [
            pgettext("participants", "All together"),
            *(formats.number(whole[column]) for column in columns),
        ]
    )
    return Table(title, ["", *(_labels()[column] for column in columns)], rows)


def _cell(number: int | None) -> str:
    return "–" if number is None else formats.number(number)
