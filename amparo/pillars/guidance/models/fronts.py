"""Title and summary of an edition as a section before all others, so that they are translated,
reviewed and compared like any other text.
"""

from django.db import transaction
from django.db.models import F

from amparo.foundation.core.models import User

from ..codes import FRONT
from .editions import Edition
from .products import Product
from .sections import Section
from .texts import SectionText


@transaction.atomic
def write_front(edition: Edition, *, by: User) -> None:
    """Writes what the edition says as its title and summary into that section, which is added
    where there is none. Cards have none: they are called as their only section is. Raises Refusal
    where the summary is not of the grammar. Twice changes nothing.
    """
    if edition.product.kind == Product.Kind.CARD:
        return
    section = edition.sections.filter(key=FRONT).first() or _add_first(edition, by=by)
    text = section.texts.filter(language=edition.language).first()
    SectionText.write(
        section, by=by, language=edition.language, title=edition.title,
        markdown=edition.summary, seen_digest=text.digest if text else "",
    )  # fmt: skip


def _add_first(edition: Edition, *, by: User) -> Section:
    section = Section.add(edition, by=by, key=FRONT)
    edition.sections.exclude(pk=section.pk).update(order=F("order") + 1)
    section.order = 1
    section.save(update_fields=["order"])
    return section
