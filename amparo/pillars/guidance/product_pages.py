"""What the page of one edition shows to one reader."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.standards.extension_points import LawHere
from amparo.foundation.standards.models import Adoption, Endorsement
from amparo.foundation.standards.practice import (
    Practice,
    office_of_practice,
    practice_at,
    practice_of,
)
from amparo.ui import formats

from .codes import LANGUAGES, language_name
from .library import Mark, is_review_due, scope_text
from .models import Citation, Edition, EditionLanguage, Product
from .models.editions import SUBJECT
from .presenters import law_here
from .publications import FORMATS
from .shown_texts import CONTENTS, LinkedItem, ShownText, shown_text


@dataclass(frozen=True)
class LanguageState:
    """How an edition stands in one language."""

    code: str
    name: str
    is_there: bool
    is_shown: bool
    mark: Mark


class EditionPage:
    """One edition of a product in one language; the product may have others."""

    def __init__(
        self, edition: Edition, user: User | None, asked: str = "",
        editions: list[Edition] | None = None,
    ):  # fmt: skip
        self.edition, self.product, self.user = edition, edition.product, user
        if editions is not None:
            self.editions = editions
        self.asked = asked if asked in LANGUAGES else ""

    # In which language

    @cached_property
    def published_languages(self) -> dict[str, EditionLanguage]:
        return {each.language: each for each in self.edition.languages.defer("search_text")}

    @cached_property
    def there(self) -> set[str]:
        """The languages that may be read: what is published, or what is written of a draft."""
        if self.edition.is_open:
            return set(self.edition.texts.values_list("language", flat=True))
        return set(self.published_languages)

    @cached_property
    def language(self) -> str:
        """The one that was asked for, else that of the page, else the original."""
        wanted = (self.asked, formats.current_language())
        return next((each for each in wanted if each in self.there), self.edition.language)

    @property
    def missing_language(self) -> str:
        """The name of the language in which a reader would read it, where there is none."""
        wanted = self.asked or formats.current_language()
        return "" if wanted == self.language else language_name(wanted)

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @cached_property
    def text(self) -> ShownText:
        return shown_text(self.edition, self.language)

    @cached_property
    def translations(self) -> list[LanguageState]:
        return [
            LanguageState(
                code, language_name(code), code in self.there, code == self.language,
                self._language_mark(code),
            )
            for code in LANGUAGES
        ]  # fmt: skip

    def _language_mark(self, code: str) -> Mark:
        own = self.published_languages.get(code)
        if code == self.edition.language:
            return Mark("good", "check", pgettext("translation", "Original"))
        if own is None:
            said = _("Being translated") if code in self.there else _("Not translated")
            return Mark("", "", said)
        if own.outdated:
            said = ngettext(
                "%(count)s passage outdated", "%(count)s passages outdated", own.outdated
            )
            return Mark("late", "clock", said % {"count": formats.number(own.outdated)})
        if not own.is_reviewed:
            return Mark("warn", "hourglass", _("Not reviewed"))
        return Mark("good", "check", pgettext("translation", "Translated and reviewed"))

    # How it stands

    @cached_property
    def marks(self) -> list[Mark]:
        edition = self.edition
        marks = [Mark(*_STATES[edition.state], str(edition.get_state_display()))]
        if edition.is_published or edition.state == Edition.State.SUPERSEDED:
            marks.append(
                Mark("good", "check", pgettext("edition", "Endorsed")) if edition.is_endorsed
                else Mark("warn", "pencil", _("Draft, not endorsed"))
            )  # fmt: skip
        if is_review_due(edition, localdate()):
            marks.append(Mark("late", "clock", _("Review due")))
        return marks

    @property
    def lede(self) -> str:
        edition, said = self.edition, [str(self.product.get_kind_display())]
        said += filter(None, [scope_text(self.product)])
        said.append(_("edition %(number)s") % {"number": edition.number})
        if edition.published_at:
            day = {"day": formats.with_year(formats.as_day(edition.published_at))}
            said.append(_("published on %(day)s") % day)
        if edition.review_by and edition.is_published:
            said.append(_("review by %(day)s") % {"day": formats.with_year(edition.review_by)})
        return " · ".join(said)

    @cached_property
    def editions(self) -> list[Edition]:
        """All that the reader may open, newest first."""
        return editions_of(self.product, self.user)

    @cached_property
    def current(self) -> Edition | None:
        return next((each for each in self.editions if each.is_published), None)

    @cached_property
    def before(self) -> Edition | None:
        """The edition with which the changes of this one are compared."""
        older = [each for each in self.editions if each.number < self.edition.number]
        return older[0] if older else None

    @cached_property
    def endorsements(self) -> list[tuple[Endorsement, str]]:
        """Those of this text, each with the languages that the body has read."""
        return [
            (each, formats.join_list(map(language_name, each.language_codes)))
            for each in self.edition.endorsements_in_force()
        ]

    @cached_property
    def adoptions(self) -> list[tuple[Adoption, Edition]]:
        """Who applies any edition of it, the newest edition first."""
        by_ref = {each.ref: each for each in self.editions}
        rows = Adoption.objects.of(SUBJECT, by_ref).in_force()
        rows = rows.select_related("organization", "office").order_by("adopted_on")
        return sorted(
            ((each, by_ref[each.subject_ref]) for each in rows), key=lambda each: -each[1].number
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Who wrote it, who answers for it, and under which licence it may be used."""
        product = self.product
        values = {
            "authors": product.authors, "owner": product.owner.name if product.owner else "",
            "licence": product.licence or _("not recorded"),
        }  # fmt: skip
        return [(_label(Product, name), value) for name, value in values.items() if value]

    @property
    def labels(self) -> dict[str, Any]:
        return {
            "contents": CONTENTS, "checklist": Product.Kind.CHECKLIST.label,
            "sources": pgettext("guidance", "Sources"),
        }  # fmt: skip

    @cached_property
    def laws(self) -> list[LawHere] | None:
        """What the law of the reader's country says; None where no country is known."""
        office = self.product.office or (self.user.office if self.user else None)
        country = self.product.country or (office.country if office else "")
        return law_here(self.edition, country) if country else None

    @cached_property
    def may(self) -> frozenset[str]:
        return permissions_on(self.edition, self.user) if self.user else frozenset()

    @property
    def may_write(self) -> bool:
        return "write" in self.may

    @property
    def may_withdraw(self) -> bool:
        return self.may_write and self.edition.is_published

    @property
    def may_translate(self) -> bool:
        """Whether translations are written or read by the reader."""
        return bool({"translate", "review"} & self.may)

    @property
    def may_adopt(self) -> bool:
        """Whether the reader records that their institution applies it."""
        return self.edition.is_published and self._holds("guidance.adopt")

    @property
    def may_endorse(self) -> bool:
        return "endorse" in self.may and self.edition.state != Edition.State.WITHDRAWN

    @property
    def is_assessed(self) -> bool:
        """Whether institutions answer it item by item."""
        return self.product.kind == Product.Kind.STANDARD and not self.edition.is_open

    def _holds(self, permission: str) -> bool:
        return self.user is not None and permission in self.user.permissions

    @cached_property
    def practice(self) -> list[Practice]:
        """How the reader's office follows what its sections are measured by."""
        office = office_of_practice(self.user)
        codes = Citation.objects.filter(
            section__edition=self.edition, kind=Citation.Kind.PRACTICE
        ).values_list("code", flat=True)
        return practice_of(dict.fromkeys(codes), office, office.today()) if office else []

    @cached_property
    def linked(self) -> list[tuple[LinkedItem, Practice | None]]:
        """Items that are a check or step of the work, with the practice of the reader's office."""
        office, items = office_of_practice(self.user), self.text.linked
        codes = dict.fromkeys(each.code for each in items)
        found = practice_at(codes, office, office.today()) if office else {}
        return [(each, found.get(each.code)) for each in items]

    @property
    def is_linked_counted(self) -> bool:
        return any(practice for _item, practice in self.linked)

    @property
    def files(self) -> list[tuple[str, str]]:
        """Format and name of each file in which it is taken along."""
        return [(code, each.label) for code, each in FORMATS.items()]


_STATES: dict[str, tuple[str, str]] = {
    Edition.State.DRAFT: ("", "pencil"), Edition.State.CONSULTATION: ("info", "message-2"),
    Edition.State.PUBLISHED: ("good", "circle-check"), Edition.State.SUPERSEDED: ("warn", "clock"),
    Edition.State.WITHDRAWN: ("danger", "x"),
}  # fmt: skip


def _label(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def editions_of(product: Product, user: User | None) -> list[Edition]:
    """Returns the editions that a reader may open, newest first; without a user, what was
    published once.
    """
    rows = product.editions.readable() if user is None else product.editions.accessible_to(user)
    found = list(rows.select_related("successor"))
    for each in found:
        each.product = product
    return found


def edition_to_show(editions: list[Edition]) -> Edition | None:
    """Returns the published edition; where none is, the one withdrawn last; where nothing was
    published yet, the draft, for who may open it.
    """
    states = (Edition.State.PUBLISHED, Edition.State.WITHDRAWN, *Edition.OPEN)
    return next((each for state in states for each in editions if each.state == state), None)
