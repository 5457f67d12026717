"""Texts in Markdown as the product shows texts; markup written in them is shown as text."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# How the style sheets know these elements.
_CLASSES = {"table_open": "rows", "bullet_list_open": "points", "ordered_list_open": "points"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def parse(text: str) -> list[Token]:
    return _MARKDOWN.parse(text)


def render(tokens: Sequence[Token]) -> SafeString:
    """Returns the markup of what `parse` returned, or of a part of it."""
    for token in tokens:
        if token.type in _CLASSES:
            token.attrSet("class", _CLASSES[token.type])
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    # A wide table is moved by itself: the page stays where it is.
    html = html.replace("<table", '<div class="scroll" tabindex="0"><table')
    return mark_safe(html.replace("</table>", "</table></div>"))  # noqa: S308
