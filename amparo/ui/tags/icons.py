"""Tags: icons, badges, risk levels, strengths. A colour never speaks alone."""

from functools import cache, lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django_vite.templatetags.django_vite import vite_asset_url

from .. import formats
from . import register

# Signs that point along the line of reading turn with it; a check, a clock, a phone do not.
_MIRRORED_ICONS = frozenset(
    (
        "arrow-left", "arrow-right", "arrow-back", "arrow-forward", "chevron-left",
        "chevron-right", "corner-down-right", "corner-up-left", "door-exit", "login", "logout",
        "player-skip-back", "player-skip-forward", "send",
    )
)  # fmt: skip
_STRENGTH_CLASSES = {"threat": "threat", "vulnerability": "weak", "capacity": "able"}
_RUNGS = {"none": 0, "low": 1, "medium": 2, "high": 3, "critical": 4}


@cache
def _sprite() -> str:
    return vite_asset_url("src/icons.svg")


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, extra: str = "") -> SafeString:
    """A sign that stands beside words; never alone without a name that is heard."""
    return _use_element(_sprite(), name, extra)


@register.simple_tag
@lru_cache(maxsize=128)
def public_icon(name: str) -> SafeString:
    """The same from the small sheet of the public pages, for telephones on slow lines."""
    return _use_element(vite_asset_url("src/public-icons.svg"), name)


def _use_element(sheet: str, name: str, extra: str = "") -> SafeString:
    turns = " flip" if name in _MIRRORED_ICONS else ""
    return format_html(
        '<svg class="icon{}{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        turns,
        f" {extra}" if extra else "",
        sheet,
        name,
    )


@register.simple_tag
def badge(tone: str, icon_name: str, text: str) -> SafeString:
    """A small fact: tone is good, info, warn, late, danger, or empty."""
    css = f" mark-{tone}" if tone else ""
    sign = icon(icon_name) if icon_name else ""
    return format_html('<span class="mark{}">{}{}</span>', css, sign, text)


@register.simple_tag
def risk(band: str, large: bool = False) -> SafeString:
    """The ladder of one to four rungs, a word, then a colour."""
    return _risk(band or "none", bool(large), get_language() or "")


@lru_cache(maxsize=128)
def _risk(band: str, large: bool, language: str) -> SafeString:
    text = formats.band_sentence(band) if large else formats.band_word(band)
    size = " risk-large" if large else ""
    return format_html(
        '<span class="risk risk-{}{}">{}{}</span>', band, size, _ladder(_RUNGS.get(band, 0)), text
    )


def _ladder(rungs: int) -> SafeString:
    drawn = [
        f'<rect x="{0.5 + 3.5 * i:g}" y="{10 - 3.1 * i:.4g}" width="2.4" rx=".5"'
        f' height="{3.5 + 3.1 * i:.4g}"{"" if i < rungs else ' class="off"'}/>'
        for i in range(4)
    ]
    svg = f'<svg class="ladder" viewBox="0 0 14 14" aria-hidden="true">{"".join(drawn)}</svg>'
    return mark_safe(svg)  # noqa: S308 - numbers of our own


@register.simple_tag
def strength(kind: str, level: int, word: str = "") -> SafeString:
    """How strong a threat (diamonds), a vulnerability (squares), a capacity (discs) is: 0 to 3."""
    level = max(0, min(int(level or 0), 3))
    drawn = '<i class="on"></i>' * level + "<i></i>" * (3 - level)
    return format_html(
        '<span class="pip-word"><span class="pips pips-{}" aria-hidden="true">{}</span>{}</span>',
        _STRENGTH_CLASSES[kind],
        mark_safe(drawn),  # noqa: S308 - one of four texts of our own
        word or formats.level_word(kind, level),
    )
