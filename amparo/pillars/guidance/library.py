"""The library of one reader: what there is in their scope, how it stands, and what waits.

A fixed number of queries, however many products there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.standards.extension_points import GuidanceStep
from amparo.foundation.standards.models import Adoption
from amparo.ui import formats
from amparo.ui.pagination import CursorPage, paginate

from .codes import LANGUAGES, THEMES, language_name
from .library_forms import CURRENT, DRAFTS, LibraryForm
from .library_worklist import Waiting, waiting_for
from .models import (
    Citation,
    Edition,
    EditionLanguage,
    Product,
    ProductTheme,
    Section,
)
from .models.editions import SUBJECT
from .work_today import sections_for_today

PAGE_SIZE = 20
MOST_FOUND = 60
CHANGED_WITHIN = timedelta(days=30)
MOST_CHANGED = 5
OF_OFFICE = (Product.Kind.SOP, Product.Kind.POLICY)
# Where somebody works stands above their country, and that above everywhere.
NEAR = Case(
    When(product__office__isnull=False, product__kind__in=OF_OFFICE, then=Value(0)),
    When(product__office__isnull=False, then=Value(1)),
    When(~Q(product__country=""), then=Value(2)),
    default=Value(3),
)

_CHANGED_AT = Coalesce(F("withdrawn_at"), F("published_at"))


@dataclass(frozen=True)
class Mark:
    tone: str
    icon: str
    text: str


@dataclass(frozen=True)
class ProductRow:
    """One edition in a list, as its reader finds it."""

    edition: Edition
    languages: dict[str, EditionLanguage] = field(default_factory=dict)

    @property
    def url(self) -> str:
        edition = self.edition
        return (
            edition.get_absolute_url() if edition.is_open else edition.product.get_absolute_url()
        )

    @property
    def language(self) -> str:
        """Of the title: the reader's where there is one, else that in which it was written."""
        here = formats.current_language()
        own = self.languages.get(here)
        return here if own is not None and own.title else self.edition.language

    @property
    def title(self) -> str:
        own = self.languages.get(self.language)
        return own.title if own is not None and own.title else self.edition.title

    @property
    def about(self) -> str:
        """Type, and for where it is."""
        return " · ".join(filter(None, (
            str(self.edition.product.get_kind_display()), scope_text(self.edition.product),
        )))  # fmt: skip

    @property
    def marks(self) -> list[Mark]:
        return marks_of(self.edition, self.languages.get(formats.current_language()))


def scope_text(product: Product) -> str:
    """Returns the name of the office or the country that a product is for; nothing for all."""
    if product.office is not None:
        return product.office.name
    return formats.country_name(product.country) if product.country else ""


def marks_of(edition: Edition, own: EditionLanguage | None) -> list[Mark]:
    """Returns how an edition stands; `own` is how it stands in the reader's language."""
    if edition.is_open:
        return [Mark("", "pencil", str(edition.get_state_display()))]
    marks = [
        Mark("good", "check", pgettext("edition", "Endorsed")) if edition.is_endorsed
        else Mark("warn", "pencil", _("Draft, not endorsed"))
    ]  # fmt: skip
    if is_review_due(edition, localdate()):
        marks.append(Mark("late", "clock", _("Review due")))
    if own is not None and own.outdated:
        marks.append(Mark("warn", "language", _("Translation outdated")))
    return marks


def is_review_due(edition: Edition, today: date) -> bool:
    return edition.is_published and edition.review_by is not None and edition.review_by < today


def rows_of(editions: Iterable[Edition]) -> list[ProductRow]:
    """Returns the rows of editions with their languages, in one query."""
    there = list(editions)
    found: dict[int, dict[str, EditionLanguage]] = {}
    for each in EditionLanguage.objects.filter(edition__in=there).defer("search_text"):
        found.setdefault(each.edition_id, {})[each.language] = each
    return [ProductRow(each, found.get(each.pk, {})) for each in there]


@dataclass(frozen=True)
class Share:
    """A bar: of which how many, and in words."""

    label: str
    count: int
    text: str
    language: str = ""


class Library:
    """What the page of the library shows to one reader."""

    def __init__(self, request: HttpRequest, user: User):
        self.request, self.user = request, user
        # What one writes is sent in a form and stands in no address.
        asked = request.POST if request.method == "POST" else _without_words(request.GET)
        self.form = LibraryForm(asked, user=user, countries=self.countries)

    # What there is

    @cached_property
    def _published(self) -> list[dict[str, Any]]:
        """Every published edition with what decides for whom it is."""
        return list(
            Edition.objects.published().values(
                "pk", "ref", "product__kind", "product__country", "product__office",
                "product__office__country",
            )
        )  # fmt: skip

    @cached_property
    def _there(self) -> list[dict[str, Any]]:
        """Those in the reader's scope."""
        office = self.user.office
        own = office.pk if office is not None else None
        countries = {"", office.country if office is not None else ""}
        return [
            each for each in self._published
            if each["product__office"] == own
            or (each["product__office"] is None and each["product__country"] in countries)
        ]  # fmt: skip

    @cached_property
    def countries(self) -> list[str]:
        """Those for which anything was published."""
        names = ("product__country", "product__office__country")
        found = {each[name] for each in self._published for name in names}
        return sorted(filter(None, found), key=formats.country_name)

    @property
    def lede(self) -> str:
        kinds = [each["product__kind"] for each in self._there]
        cards = kinds.count(Product.Kind.CARD)
        others = len(kinds) - cards
        said = (
            (ngettext("%(count)s card", "%(count)s cards", cards), cards),
            (ngettext("%(count)s other product", "%(count)s other products", others), others),
        )
        return formats.join_list(text % {"count": formats.number(count)} for text, count in said)

    @cached_property
    def chips(self) -> list[tuple[str, str, int | None, bool]]:
        """Label, address, number and whether it is in force: all, my work, and each theme."""
        form = self.form
        theme, mine = form.asked("theme"), bool(form.asked("mine"))
        clear = form.url_with(theme="", mine="")
        found: list[tuple[str, str, int | None, bool]] = [
            (pgettext("filter", "All"), clear, len(self._there), not theme and not mine)
        ]
        if form.own_audiences:
            found.append((_("For my work"), form.url_with(mine="on", theme=""), None, mine))
        themes = ProductTheme.objects.filter(product__editions__in=self._keys)
        counts = dict(themes.values_list("code").annotate(Count("pk")))
        return found + [
            (str(label), form.url_with(theme=code, mine=""), counts[code], theme == code)
            for code, label in THEMES.items() if code in counts
        ]  # fmt: skip

    @property
    def _keys(self) -> list[int]:
        return [each["pk"] for each in self._there]

    # The list

    @cached_property
    def page(self) -> CursorPage:
        """Those that the filters leave, the nearest first; what was searched, the best first."""
        if self.form.terms:
            return CursorPage(self._found())
        found = self._asked_for().annotate(near=NEAR)
        return paginate(found, self.request, "near", "title", "ref", size=PAGE_SIZE)

    def _found(self) -> list[Edition]:
        found = find_editions_with(self.form.terms, self._asked_for())
        return [each.edition for each in found[:MOST_FOUND]]

    def _asked_for(self) -> QuerySet[Edition]:
        asked = self.form.asked
        only = asked("only")
        all_rows = Edition.objects.select_related("product__office")
        found = all_rows.open() if only == DRAFTS else all_rows.published()
        rows = found.accessible_to(self.user)
        if only == CURRENT:
            rows = rows.exclude(review_by__lt=localdate())
        return rows.filter(product__in=self._products()).filter(self._languages())

    def _languages(self) -> Q:
        language = self.form.asked("language")
        if not language:
            return Q()
        there = EditionLanguage.objects.filter(language=language)
        return Q(pk__in=there.values("edition"))

    def _products(self) -> QuerySet[Product]:
        asked = self.form.asked
        if country := asked("country"):
            rows = Product.objects.filter(Q(country=country) | Q(office__country=country))
        else:
            rows = Product.objects.in_scope(self.user.office)
        if kind := asked("kind"):
            rows = rows.filter(kind=kind)
        if theme := asked("theme"):
            rows = rows.filter(themes__code=theme)
        audiences = [asked("audience")] if asked("audience") else []
        if asked("mine"):
            audiences += self.form.own_audiences
        if audiences:
            rows = rows.filter(audiences__code__in=audiences)
        if step := asked("step"):
            cited = Citation.objects.filter(kind=Citation.Kind.STEP, code=step)
            rows = rows.filter(pk__in=cited.values("section__edition__product"))
        return rows

    @cached_property
    def _rows(self) -> dict[int, ProductRow]:
        today = [section.edition for _step, section in self._today]
        shown = {each.pk: each for each in [*self.page, *self._changed, *today]}
        return {row.edition.pk: row for row in rows_of(shown.values())}

    @cached_property
    def procedures(self) -> list[ProductRow]:
        """Procedures and policies of the reader's own office, above all others."""
        return [
            self._rows[each.pk] for each in self.page
            if each.product.office_id and each.product.kind in OF_OFFICE
        ]  # fmt: skip

    @cached_property
    def others(self) -> list[ProductRow]:
        here = {row.edition.pk for row in self.procedures}
        return [self._rows[each.pk] for each in self.page if each.pk not in here]

    @property
    def review_by_label(self) -> str:
        return str(Edition._meta.get_field("review_by").verbose_name)

    # How it stands

    @cached_property
    def translations(self) -> list[Share]:
        """For each language in how many products there is one, and how many are behind."""
        rows = EditionLanguage.objects.filter(edition__in=self._keys)
        counted = rows.values("language").annotate(
            count=Count("pk"), outdated=Count("pk", filter=Q(outdated__gt=0)),
            unread=Count("pk", filter=Q(is_reviewed=False)),
        )  # fmt: skip
        found: dict[str, dict[str, Any]] = {each["language"]: {**each} for each in counted}
        nothing = {"count": 0, "outdated": 0, "unread": 0}
        return [self._translation(code, found.get(code, nothing)) for code in LANGUAGES]

    def _translation(self, code: str, counted: dict[str, Any]) -> Share:
        said = []
        if counted["outdated"]:
            text = ngettext("%(count)s outdated", "%(count)s outdated", counted["outdated"])
            said.append(text % {"count": formats.number(counted["outdated"])})
        elif counted["unread"]:
            text = ngettext("%(count)s not reviewed", "%(count)s not reviewed", counted["unread"])
            said.append(text % {"count": formats.number(counted["unread"])})
        return Share(language_name(code), counted["count"], formats.join_list(said), code)

    @property
    def count(self) -> int:
        return len(self._there)

    @cached_property
    def procedure_count(self) -> int:
        return len(self._procedure_refs)

    @property
    def _procedure_refs(self) -> list[UUID]:
        return [each["ref"] for each in self._there if each["product__kind"] in OF_OFFICE]

    @cached_property
    def adoptions(self) -> list[Share]:
        """How many procedures of the reader's scope each institution or office applies, and how
        many of those in an edition that holds no more.
        """
        current = self._procedure_refs
        if not current:
            return []
        all_editions = Edition.objects.filter(product__editions__ref__in=current).values("ref")
        rows = Adoption.objects.in_force().filter(subject_kind=SUBJECT)
        rows = rows.filter(subject_ref__in=all_editions)
        seen = rows.accessible_to(self.user)
        counted = seen.values("organization__name", "office__name").annotate(
            count=Count("subject_ref", distinct=True),
            newest=Count("subject_ref", distinct=True, filter=Q(subject_ref__in=current)),
        )  # fmt: skip
        return [_adoption(each) for each in counted.order_by("-count", "organization__name")[:8]]

    @cached_property
    def _changed(self) -> list[Edition]:
        since = now() - CHANGED_WITHIN
        rows = Edition.objects.readable().filter(
            Q(published_at__gte=since) | Q(withdrawn_at__gte=since),
            product__in=Product.objects.in_scope(self.user.office),
        )  # fmt: skip
        # Cards that Amparo comes with are no news of this office.
        rows = rows.exclude(product__is_shipped=True, number=1).exclude(
            state=Edition.State.SUPERSEDED
        )
        rows = rows.annotate(changed_at=_CHANGED_AT)
        return list(rows.select_related("product__office").order_by("-changed_at")[:MOST_CHANGED])

    @cached_property
    def changed(self) -> list[tuple[ProductRow, str]]:
        """What was published or withdrawn lately, newest first, each with what happened."""
        return [(self._rows[each.pk], _what_happened(each)) for each in self._changed]

    @cached_property
    def _today(self) -> list[tuple[GuidanceStep, Section]]:
        return sections_for_today(self.user) if self.form.is_plain else []

    @property
    def today(self) -> list[tuple[GuidanceStep, ProductRow, str]]:
        """For what the reader does today: a step, the nearest text for it, and its address."""
        found = [(step, self._rows[each.edition_id], each.key) for step, each in self._today]
        return [(step, row, f"{row.url}#{key}") for step, row, key in found]

    @cached_property
    def waiting(self) -> list[Waiting]:
        return waiting_for(self.user, drafts_url=self.form.url_with(only=DRAFTS))


def _without_words(asked: QueryDict) -> QueryDict:
    filters = asked.copy()
    filters.pop("q", None)
    return filters


def _adoption(counted: dict[str, Any]) -> Share:
    older = counted["count"] - counted["newest"]
    said = ngettext("%(count)s earlier edition", "%(count)s earlier editions", older)
    return Share(
        counted["office__name"] or counted["organization__name"], counted["count"],
        said % {"count": formats.number(older)} if older else "",
    )  # fmt: skip


def _what_happened(edition: Edition) -> str:
    if edition.state == Edition.State.WITHDRAWN:
        return pgettext("edition", "Withdrawn")
    return _("Edition %(number)s published") % {"number": edition.number}


def find_editions_with(terms, editions: QuerySet[Edition]) -> list[EditionLanguage]:
    """Returns in which language each edition was found, those whose title fits first, then the
    nearest. One query, and each edition once: in the reader's language where that fits too.
    """
    here = formats.current_language()
    rows = EditionLanguage.objects.fitting(terms).filter(edition__in=editions).defer("search_text")
    rows = rows.select_related("edition__product__office")
    found: dict[int, EditionLanguage] = {}
    for each in rows.order_by("edition__title", "language"):
        if each.edition_id not in found or each.language == here:
            found[each.edition_id] = each
    return sorted(found.values(), key=lambda each: (not terms.fit(each.title), _nearness(each)))


def _nearness(found: EditionLanguage) -> int:
    return {"office": 0, "country": 1, "global": 2}[found.edition.product.scope]
