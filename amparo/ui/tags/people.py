"""Who it is about: initials under an arch, never a face; the name in its own direction."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import words
from . import register

_SHAPES = {"person": "", "family": " person-family"}  # all else is a place: a square


@register.simple_tag
def person(
    name: str, line: str = "", kind: str = "person", initials: str = "", url: str = ""
) -> SafeString:
    """A person, a family, a community or an institution, with the line that tells them apart."""
    css = _SHAPES.get(kind, " person-place")
    more = format_html('<span class="person-more">{}</span>', line) if line else ""
    inner = format_html(
        '{}<span class="person-words"><bdi class="person-name">{}</bdi>{}</span>',
        arch(initials or words.initials(name)),
        name,
        more,
    )
    if url:
        return format_html('<a class="person{}" href="{}">{}</a>', css, url, inner)
    return format_html('<span class="person{}">{}</span>', css, inner)


@register.simple_tag
def arch(initials: str) -> SafeString:
    """The initials alone, where the name stands beside them."""
    return format_html('<span class="person-mark" aria-hidden="true">{}</span>', initials)


@register.simple_tag
def name(value: object) -> SafeString:
    """A name, a code or a file inside a sentence of any direction."""
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def comma() -> str:
    """Between two things of a list, as the reader writes it."""
    return words.comma()


# What is longer is no number to be read aloud, and may break where the line ends.
LONGEST_WHOLE = 24


@register.simple_tag
def code(value: object) -> SafeString:
    """A code to be read aloud: `AMP-26-004217`, never broken over two lines."""
    css = "code code-whole" if len(str(value)) <= LONGEST_WHOLE else "code"
    return format_html('<bdi class="{}" dir="ltr">{}</bdi>', css, value)


@register.simple_tag
def phone(value: str) -> SafeString:
    """A telephone number; not a link, for a call may be the danger."""
    return format_html('<bdi dir="ltr">{}</bdi>', words.phone(str(value)))
