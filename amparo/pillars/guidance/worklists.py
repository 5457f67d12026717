"""Work on guidance that waits: remarks to answer, translations to write and to review. Counted on
first screens, and listed on a page of its own.

Nobody says into which languages somebody translates. Their language is that in which they read
Amparo: what waits for them are translations into it, and of texts that are written in it. Who is
no translator or reviewer by role, as a supervisor, is told of products of their own office only.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.extension_points import WaitingWork
from amparo.foundation.core.models import User
from amparo.foundation.core.worklists import register_waiting_work
from amparo.ui import formats
from amparo.ui.pagination import up_to

from .codes import LANGUAGES
from .models import Edition, EditionLanguage, Remark, SectionText

MAX_COUNTED = 100


def remarks_for(user: User) -> QuerySet:
    """Returns the open remarks on products that `user` is responsible for: their own, and those
    of nobody who works here that they may write; the first due first.
    """
    of_nobody = Q(edition__product__owner=None) | Q(edition__product__owner__is_active=False)
    mine = Q(edition__product__owner=user) | of_nobody
    return Remark.objects.open().accessible_to(user, "answer").filter(mine).order_by("due_at")


def waiting_remarks(user: User) -> QuerySet | None:
    if "guidance.write" not in user.permissions:
        return None
    return up_to(remarks_for(user), MAX_COUNTED)


# Translations


def editions_to_translate(user: User, *, is_all: bool = False) -> QuerySet[Edition]:
    """Returns editions of which a section is not translated, or out of date, in the language of
    `user`; of those that are written in it, in any other. `is_all`: in any language, and whatever
    they may translate.
    """
    waiting = Q(pk=None)
    for language in LANGUAGES:
        waits = _waits_in(language)
        is_own = is_all or language == formats.current_language()
        waiting |= waits if is_own else waits & Q(language=formats.current_language())
    rows = Edition.objects.translated_now().accessible_to(user, "translate").filter(waiting)
    is_of_all = is_all or _has_role(user, "translator")
    return rows if is_of_all else rows.exclude(product__office=None)


def _has_role(user: User, role: str) -> bool:
    return any(each.role == role for each in user.memberships_held)


def _waits_in(language: str) -> Q:
    """Whether an edition has something to translate; what is published in `language` stays."""
    published = EditionLanguage.objects.filter(edition=OuterRef("pk"), language=language)
    finished = SectionText.objects.finished().filter(
        section=OuterRef("section"), language=language
    )
    originals = SectionText.objects.filter(
        section__edition=OuterRef("pk"), state=SectionText.State.ORIGINAL
    )
    may_change = Q(state__in=Edition.OPEN) | ~Exists(published)
    return ~Q(language=language) & may_change & Exists(originals.filter(~Exists(finished)))


def texts_to_review(user: User, *, is_all: bool = False) -> QuerySet[SectionText]:
    """Returns translations of others that `user` may read beside the original, into their language
    or of texts written in it. `is_all`: in any language, and whatever they may review.
    """
    rows = SectionText.objects.to_review(user).accessible_to(user, "review")
    rows = rows.filter(section__edition__in=Edition.objects.translated_now())
    if is_all:
        return rows
    here = formats.current_language()
    rows = rows.filter(Q(language=here) | Q(section__edition__language=here))
    is_of_all = _has_role(user, "guidance_reviewer")
    return rows if is_of_all else rows.exclude(section__edition__product__office=None)


def waiting_translations(user: User) -> QuerySet | None:
    if "guidance.translate" not in user.permissions:
        return None
    return up_to(editions_to_translate(user), MAX_COUNTED)


def waiting_reviews(user: User) -> QuerySet | None:
    if "guidance.review" not in user.permissions:
        return None
    return up_to(texts_to_review(user), MAX_COUNTED)


REMARKS = WaitingWork(
    "guidance_remarks", _("Remarks on guidance to answer"),
    _("A colleague says that a text is not true at their place."), "guidance:remarks",
    waiting_remarks,
)  # fmt: skip
TRANSLATIONS = WaitingWork(
    "guidance_translations", _("Guidance to translate"),
    _("Segments are not translated, or out of date."),
    "guidance:translations-waiting", waiting_translations,
)  # fmt: skip
REVIEWS = WaitingWork(
    "guidance_reviews", _("Translations to review"),
    _("Colleagues translated them; somebody else reads them beside the original."),
    "guidance:reviews-waiting", waiting_reviews,
)  # fmt: skip


def register() -> None:
    for work in (REMARKS, TRANSLATIONS, REVIEWS):
        register_waiting_work(work)
