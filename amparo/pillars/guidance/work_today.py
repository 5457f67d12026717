"""Guidance for what somebody does today: the nearest text of each step of their open work."""

from amparo.foundation.core.models import User
from amparo.foundation.standards.extension_points import (
    GuidanceStep,
    guidance_steps,
    open_steps,
)
from amparo.foundation.standards.step_guidance import NEAREST_FIRST

from .models import Citation, Edition, Product, Section

MOST_STEPS = 5


def sections_for_today(user: User) -> list[tuple[GuidanceStep, Section]]:
    """Returns the steps that open work of `user` is in, the most urgent first, each with the
    published section that stands beside it first. One query, and one of each app that says so.
    """
    codes = list(dict.fromkeys(code for say in open_steps for code in say(user=user)))
    nearest = _nearest_of(codes, user) if codes else {}
    there = [code for code in codes if code in nearest and code in guidance_steps]
    return [(guidance_steps[code], nearest[code]) for code in there[:MOST_STEPS]]


def _nearest_of(codes: list[str], user: User) -> dict[str, Section]:
    cited = Citation.objects.filter(
        kind=Citation.Kind.STEP, code__in=codes, section__edition__state=Edition.State.PUBLISHED,
        section__edition__product__in=Product.objects.in_scope(user.office),
    ).select_related("section__edition__product__office")  # fmt: skip
    found: dict[str, Section] = {}
    for each in sorted(cited, key=_order):
        found.setdefault(each.code, each.section)
    return found


def _order(cited: Citation) -> tuple[int, str]:
    edition = cited.section.edition
    return NEAREST_FIRST[edition.product.scope], edition.title
