"""Products that anybody may read: public, and published once."""

from uuid import UUID

from django.db.models import QuerySet

from .models import Edition, Product


def public_editions() -> QuerySet[Edition]:
    rows = Edition.objects.published().filter(product__is_public=True)
    return rows.select_related("product__office").order_by("title", "ref")


def public_product(ref: UUID) -> Product | None:
    """Returns a public product that was published once; also what was withdrawn answers."""
    rows = Product.objects.filter(ref=ref, is_public=True).select_related("office")
    return rows.filter(editions__in=Edition.objects.readable()).distinct().first()


def edition_for_anybody(product: Product) -> Edition | None:
    """Returns the published edition, or the one that was withdrawn last."""
    found = list(product.editions.readable().select_related("successor"))
    states = (Edition.State.PUBLISHED, Edition.State.WITHDRAWN)
    chosen = next((each for state in states for each in found if each.state == state), None)
    if chosen is not None:
        chosen.product = product
    return chosen
