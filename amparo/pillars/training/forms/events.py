"""Forms of training events: planning one in one go, changing it, its sessions and trainers."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.models import Office, User
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui import formats
from amparo.ui.forms import Form, LocalTimeInput, RadioList

from ..models import Course, CourseVersion, Trainer, TrainingEvent, TrainingSession
from ..models.event_stages import ENDS_FIRST, SKIPPED_HOUR
from ..planning import colleagues_who_train
from ..session_times import MOST_DAYS, NoSuchHour, days_from, moment_of, times_of

# So many languages are offered; a training in another one says so in its subtitle.
OFFERED_LANGUAGES = ("es", "en", "fr", "pt", "ar", "qu", "ay", "gn", "ht")
MOST_SEATS = 20_000
MOST_LINES = 60


def _languages() -> list[tuple[str, str]]:
    return [(code, formats.language_name(code)) for code in OFFERED_LANGUAGES]


class TimesForm(Form):
    """Days and hours in one go; cleans to `sessions`, pairs of moments on the clock of `zone`."""

    first_day = forms.DateField(label=pgettext_lazy("training", "First day"))
    days = forms.IntegerField(
        label=pgettext_lazy("training", "Number of days"), min_value=1, max_value=MOST_DAYS,
        initial=1,
    )  # fmt: skip
    starts = forms.TimeField(
        label=pgettext_lazy("training", "From"), widget=LocalTimeInput, initial="09:00"
    )
    ends = forms.TimeField(
        label=pgettext_lazy("training", "To"), widget=LocalTimeInput, initial="16:00"
    )
    only_working_days = forms.BooleanField(
        label=gettext_lazy("Leave out days of rest after the first day"), required=False
    )

    def zone(self, told: dict[str, Any]) -> ZoneInfo | None:
        """The clock on which the hours are; None where it is not known yet."""
        raise NotImplementedError

    def office_here(self, told: dict[str, Any]) -> Office | None:
        """Whose days of rest count."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        zone, office = self.zone(told), self.office_here(told)
        if zone is not None and office and {"first_day", "days", "starts", "ends"} <= told.keys():
            told["sessions"] = self._sessions(told, zone, office)
        for name in ("first_day", "days", "starts", "ends", "only_working_days"):
            told.pop(name, None)
        return told

    def _sessions(
        self, told: dict[str, Any], zone: ZoneInfo, office: Office
    ) -> list[tuple[datetime, datetime]]:
        rests = (office.is_working_day,) if told.get("only_working_days") else ()
        days = list(days_from(told["first_day"], told["days"], *rests))
        try:
            return times_of(days, told["starts"], told["ends"], zone)
        except NoSuchHour:
            self.add_error("starts", str(SKIPPED_HOUR))
        except ValueError:
            self.add_error("ends", str(ENDS_FIRST))
        return []


class AboutEventForm(Form):
    """What is said of an event, whether planned now or changed later."""

    subtitle = forms.CharField(
        label=pgettext_lazy("training event", "For whom or where"), max_length=140,
        required=False,
        help_text=gettext_lazy("The institution or group: “Border police, Puerto Alto”. Name no"
                               " person."),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=pgettext_lazy("training event", "Mode"), choices=TrainingEvent.Mode.choices,
        initial=TrainingEvent.Mode.IN_PERSON, widget=RadioList,
    )  # fmt: skip
    place = PlaceField(label=gettext_lazy("Administrative area"), required=False)
    venue = forms.CharField(
        label=pgettext_lazy("training event", "Venue"), max_length=200, required=False
    )
    link = forms.URLField(
        label=pgettext_lazy("training event", "Link to join"), max_length=500, required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Only those with a seat see it."),
    )  # fmt: skip
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"), max_length=60, validators=[check_time_zone],
        help_text=gettext_lazy("Sessions have their hours on this clock."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("training event", "Languages"), choices=_languages,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seats = forms.IntegerField(
        label=pgettext_lazy("training event", "Seats"), min_value=1, max_value=MOST_SEATS,
        initial=30,
    )  # fmt: skip
    has_waiting_list = forms.BooleanField(
        label=gettext_lazy("Waiting list"), required=False, initial=True
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Anybody may register on the public pages"), required=False
    )
    uses_codes = forms.BooleanField(
        label=gettext_lazy("Codes instead of names"), required=False,
        help_text=gettext_lazy("Where being named is dangerous: no name is stored or printed."),
    )  # fmt: skip
    budget_lines = forms.ModelMultipleChoiceField(
        BudgetLine.objects.none(), label=gettext_lazy("Budget lines"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def offer(self, user: User, chosen: TrainingEvent | None = None) -> None:
        """Puts in the areas and budget lines that the user may choose."""
        self.fields["place"].offer(user, chosen.place if chosen else None)  # type: ignore[attr-defined]
        lines = BudgetLine.objects.accessible_to(user).select_related("fund")
        keys = list(lines.order_by("fund__code", "code", "pk").values_list("pk", flat=True))
        field: Any = self.fields["budget_lines"]
        field.queryset = lines.filter(pk__in=keys[:MOST_LINES]).order_by("fund__code", "code")
        field.label_from_instance = lambda line: line.full_name
        if not keys:
            del self.fields["budget_lines"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("mode") in ("in_person", "both") and not (
            told.get("place") or told.get("venue")
        ):
            self.add_error("venue", _("Say where it takes place: an area, a venue or both."))
        told["languages"] = " ".join(told.get("languages") or [])
        return told

    @staticmethod
    def initial_of(event: TrainingEvent) -> dict[str, Any]:
        names = (
            "subtitle", "mode", "venue", "link", "time_zone", "seats", "has_waiting_list",
            "is_public", "uses_codes",
        )  # fmt: skip
        return {name: getattr(event, name) for name in names} | {
            "place": str(event.place.ref) if event.place else "",
            "languages": event.language_codes,
            "budget_lines": list(event.budget_lines.all()),
        }


class EventChangeForm(AboutEventForm):
    """Changes what is said of an event."""

    def __init__(self, *args: Any, event: TrainingEvent, user: User, **kwargs: Any):
        super().__init__(*args, initial=self.initial_of(event), **kwargs)
        self.offer(user, event)


class EventForm(AboutEventForm, TimesForm):
    """Plans an event with its sessions and trainers; `like` is the event that it copies."""

    course = forms.ModelChoiceField(
        Course.objects.none(), label=pgettext_lazy("training", "Course")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    trainers = forms.ModelMultipleChoiceField(
        User.objects.none(), label=gettext_lazy("Trainers"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    outside_trainers = forms.CharField(
        label=gettext_lazy("Trainers from outside"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One name a line."),
    )  # fmt: skip
    field_order = (
        "course", "subtitle", "first_day", "days", "starts", "ends", "only_working_days", "mode",
        "place", "venue", "link", "seats", "languages", "trainers", "outside_trainers",
        "has_waiting_list", "is_public", "uses_codes", "budget_lines", "time_zone", "office",
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: User, course: str = "", like: TrainingEvent | None = None,
        **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.offer(user, like)
        self._offer_courses(course)
        offices = Office.objects.filter(pk__in=user.offices_for("training.keep"))
        self.fields["office"].queryset = offices.order_by("name", "pk")  # type: ignore[attr-defined]
        trainers: Any = self.fields["trainers"]
        trainers.queryset = colleagues_who_train(user)
        trainers.label_from_instance = lambda colleague: colleague.name
        if not trainers.queryset:
            del self.fields["trainers"]
        first = offices.first()
        language = formats.current_language()
        self.initial.update({
            "office": first, "time_zone": str(first.time_zone) if first else "UTC",
            "languages": [language] if language in OFFERED_LANGUAGES else [],
        })  # fmt: skip
        if like is not None:
            self._copy(like)

    def _offer_courses(self, chosen: str) -> None:
        published = CourseVersion.objects.filter(
            course=OuterRef("pk"), state=CourseVersion.State.PUBLISHED
        )
        found = Course.objects.filter(Exists(published), retired_at=None).order_by("code")
        courses = list(found.prefetch_related("versions__texts"))
        field: Any = self.fields["course"]
        field.queryset = found
        titles = {each.pk: _course_title(each) for each in courses}
        field.label_from_instance = lambda course: titles.get(course.pk, course.code)
        for each in courses:
            if chosen and chosen in (str(each.ref), each.code):
                self.initial["course"] = each

    def _copy(self, like: TrainingEvent) -> None:
        sessions = list(like.sessions.all())
        self.initial.update(self.initial_of(like))
        self.initial.update({"course": like.version.course, "office": like.office})
        if sessions:
            first = sessions[0]
            first.event = like
            self.initial.update({
                "days": min(len(sessions), MOST_DAYS), "starts": first.local_start.time(),
                "ends": first.local_end.time(),
            })  # fmt: skip
        self.initial["trainers"] = [
            each.user_id for each in like.trainers.filter(until=None) if each.user_id
        ]

    def zone(self, told: dict[str, Any]) -> ZoneInfo | None:
        return ZoneInfo(told["time_zone"]) if told.get("time_zone") else None

    def office_here(self, told: dict[str, Any]) -> Office | None:
        return told.get("office")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if course := told.pop("course", None):
            told["version"] = course.current
        names = str(told.get("outside_trainers", "")).splitlines()
        told["outside_trainers"] = [name.strip()[:120] for name in names if name.strip()]
        return told


def _course_title(course: Course) -> str:
    published = (
        each for each in course.versions.all() if each.state == CourseVersion.State.PUBLISHED
    )
    version = next(published, None)
    return f"{course.code} · {version.title}" if version else course.code


class SessionsForm(TimesForm):
    """Adds one session, or one on each of some days."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=140, required=False)

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.event = event

    def zone(self, told: dict[str, Any]) -> ZoneInfo:
        return self.event.zone

    def office_here(self, told: dict[str, Any]) -> Office:
        return self.event.office


class SessionForm(Form):
    """Changes one session; cleans to `starts_at`, `ends_at` and `title`."""

    day = forms.DateField(label=pgettext_lazy("training session", "Day"))
    starts = forms.TimeField(label=pgettext_lazy("training", "From"), widget=LocalTimeInput)
    ends = forms.TimeField(label=pgettext_lazy("training", "To"), widget=LocalTimeInput)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=140, required=False)

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.session = session
        self.initial.update({
            "day": session.day, "starts": session.local_start.time(),
            "ends": session.local_end.time(), "title": session.title,
        })  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if {"day", "starts", "ends"} <= told.keys():
            zone = self.session.event.zone
            try:
                told["starts_at"] = moment_of(told["day"], told["starts"], zone)
                told["ends_at"] = moment_of(told["day"], told["ends"], zone)
            except NoSuchHour:
                self.add_error("starts", str(SKIPPED_HOUR))
            else:
                if told["ends_at"] <= told["starts_at"]:
                    self.add_error("ends", str(ENDS_FIRST))
        for name in ("day", "starts", "ends"):
            told.pop(name, None)
        return told


class TrainerForm(Form):
    """Names who trains: a colleague, a trainer of the pool, or somebody from outside."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=pgettext_lazy("training", "Colleague"), required=False,
        help_text=gettext_lazy("A colleague sees the event from then on."),
    )  # fmt: skip
    pool = forms.ModelChoiceField(
        Trainer.objects.none(), label=pgettext_lazy("training", "Trainer of the pool"),
        required=False, to_field_name="ref",
        help_text=gettext_lazy("What they give counts for the cascade of the course."),
    )  # fmt: skip
    name = forms.CharField(
        label=pgettext_lazy("training", "Name of a trainer from outside"), max_length=120,
        required=False,
    )  # fmt: skip
    is_lead = forms.BooleanField(label=gettext_lazy("Leads the training"), required=False)

    def __init__(self, *args: Any, user: User, event: TrainingEvent, **kwargs: Any):
        super().__init__(*args, **kwargs)
        named = event.trainers.filter(until=None, user=OuterRef("pk"))
        field: Any = self.fields["user"]
        field.queryset = colleagues_who_train(user).filter(~Exists(named))
        field.label_from_instance = lambda colleague: colleague.name
        pool: Any = self.fields["pool"]
        pool.queryset = Trainer.objects.accessible_to(user, "keep").filter(
            is_available=True, participant__erased_at=None
        ).select_related("participant")  # fmt: skip
        pool.label_from_instance = lambda trainer: trainer.participant.label

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        chosen = told.pop("pool", None)
        if sum(map(bool, (told.get("user"), told.get("name"), chosen))) != 1:
            raise ValidationError(
                _("Choose a colleague or a trainer of the pool, or write a name: one of them.")
            )
        return told | {"participant": chosen.participant if chosen else None}


class CancelForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept here. Participants are told that it is cancelled, not why."),
    )  # fmt: skip
