"""The board of rumours: which filters there are, what each finds, and which rumours are alike."""

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.people.models import Place
from amparo.ui.filters import Filter, FilterBar, Shortcut

from .models import Rumour
from .text_similarity import ComparedText, similar

_STATE = Rumour.State
NEW, CHECKING, ANSWERED, AGAIN, CLOSED = "new", "checking", "answered", "again", "closed"
STAGES = {
    NEW: pgettext_lazy("rumours", "New"),
    CHECKING: pgettext_lazy("rumours", "Being checked"),
    ANSWERED: pgettext_lazy("rumours", "Answered"),
    AGAIN: pgettext_lazy("rumours", "Heard again"),
    CLOSED: pgettext_lazy("rumours", "Closed"),
}
# Of so many open rumours, the newest, the words are compared.
COMPARED = 200
MOST_PLACES = 40
# The gravest first; what nobody assessed may be grave, and stands above medium.
RANK = Case(
    *(
        When(risk=code, then=Value(rank))
        for rank, code in enumerate(("critical", "high", "none", "medium", "low"))
    ),
    default=Value(2), output_field=IntegerField(),
)  # fmt: skip


def filter_bar(user: User, asked) -> FilterBar:
    """The filters of the board as an address asks for them."""
    return FilterBar(
        [
            Filter("stage", pgettext_lazy("column", "Status"), lambda: list(STAGES.items())),
            Filter("kind", pgettext_lazy("column", "Type"), lambda: Rumour.Kind.choices),
            Filter(
                "topic", pgettext_lazy("message", "Topic"), codes.lazy_choices("message_topic")
            ),
            Filter("place", gettext_lazy("Place"), lambda: _places(user), _place_name),
        ],
        asked,
        shortcuts=[Shortcut("stage", code, label) for code, label in STAGES.items()],
    )


def filtered(rows: QuerySet, bar: FilterBar) -> QuerySet:
    """Those that the filters in force let through; without a stage, all that are open."""
    rows = rows.filter(_at_stage(bar.value("stage")))
    if kind := bar.value("kind"):
        rows = rows.filter(kind=kind)
    if topic := bar.value("topic"):
        rows = rows.filter(topic=topic)
    if place := bar.value("place"):
        rows = rows.filter(place__ref=place)
    return rows.annotate(rank=RANK, heard=Count("sightings", distinct=True))


def _at_stage(stage: str) -> Q:
    at = {
        NEW: Q(state=_STATE.NEW),
        CHECKING: Q(state__in=(_STATE.CHECKING, _STATE.CHECKED)),
        ANSWERED: Q(state=_STATE.ANSWERED),
        AGAIN: Q(state=_STATE.ANSWERED, heard_again_at__isnull=False),
        CLOSED: Q(state=_STATE.CLOSED),
    }
    return at.get(stage, ~Q(state=_STATE.CLOSED))


def _places(user: User) -> list[tuple[str, str]]:
    heard = Rumour.objects.accessible_to(user).exclude(place=None).values("place")
    rows = Place.objects.filter(pk__in=heard).order_by("name")[:MOST_PLACES]
    return [(str(each.ref), each.name) for each in rows]


def _place_name(code: str) -> str:
    try:
        found = Place.objects.filter(ref=code).first()
    except (ValidationError, ValueError):
        return ""
    return found.name if found else ""


def similar_rumours(rumour: Rumour, user: User) -> list[Rumour]:
    """Open rumours of the same office and kind that may be the same one, the likest first. The
    words are sealed, so they are compared here and not by the database. Three queries.
    """
    rows = Rumour.objects.open().filter(
        office=rumour.office_id, kind=rumour.kind
    ).exclude(pk=rumour.pk)  # fmt: skip
    whole = rows.accessible_to(user, to="sight").select_related("place", "office")
    found = {each.pk: each for each in whole.order_by("-last_heard_on", "-pk")[:COMPARED]}
    keys = similar(_compared_text(rumour), [_compared_text(each) for each in found.values()])
    return [found[key] for key in keys]  # type: ignore[index]


def _compared_text(rumour: Rumour) -> ComparedText:
    return ComparedText(rumour.pk, rumour.text, rumour.topic, rumour.place_id)
