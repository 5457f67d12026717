"""Tags: page head, breadcrumbs, panels, alerts, empty states, language menu."""

from zlib import crc32

from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now

from .. import formats
from . import register
from .actions import link_button
from .base import block
from .icons import icon
from .lists import count_badge


@block("page_head")
def page_head(
    context: Context, title: str, lede: str = "", over: str = "", content: str = ""
) -> SafeString:
    """The sentence that names the page, what it is about, and its actions: one main one."""
    return format_html(
        '<div class="page-head"><div>{}<h1>{}</h1>{}</div>{}</div>',
        format_html('<p class="crumb">{}</p>', over) if over else "",
        title,
        format_html('<p class="lede">{}</p>', lede) if lede else "",
        format_html('<div class="actions">{}</div>', content) if content else "",
    )


@register.simple_tag
def breadcrumbs(*pairs: str) -> SafeString:
    """The way back: `{% breadcrumbs url text url text here %}`."""
    links = [pairs[i : i + 2] for i in range(0, len(pairs) - 1, 2)]
    steps = [format_html('<a href="{}">{}</a>', url, text) for url, text in links]
    if len(pairs) % 2:
        steps.append(format_html("<span>{}</span>", pairs[-1]))
    slash = mark_safe('<span aria-hidden="true">/</span>')
    return format_html(
        '<p class="crumb">{}</p>', format_html_join(slash, "{}", ((step,) for step in steps))
    )


@block("panel", "actions", "foot")
def panel(
    context: Context,
    title: str,
    id: str = "",
    note: str = "",
    link: str = "",
    link_url: str = "",
    link_icon: str = "",
    bare: bool = False,
    level: int = 2,
    fold: bool | str = False,
    content: str = "",
    actions: str = "",
    foot: str = "",
) -> SafeString:
    """A region with a name. `bare` when it holds a table, tasks or asks that reach its edges.

    With `fold` it is closed, and its `note` says what is inside; with `fold="phone"` a script
    opens it on a wide screen. It is open where it is fetched alone, because something in it has
    changed (`is_section_open` of the context).
    """
    key = id or f"panel-{crc32(str(title).encode()):x}"
    heading = format_html('<h{} id="{}-t">{}</h{}>', level, key, title, level)
    small = format_html("<small>{}</small>", note) if note else ""
    head = format_html(
        "{}{}", actions, link_button(link_url, link, link_icon, "quiet") if link_url else ""
    )
    body = format_html(
        "{}{}",
        content if bare else format_html('<div class="panel-body">{}</div>', content),
        format_html('<div class="panel-foot">{}</div>', foot) if foot else "",
    )
    opening = format_html('<section class="panel" id="{}" aria-labelledby="{}-t">', key, key)
    if not fold:
        return format_html(
            '{}<div class="panel-head">{}{}{}</div>{}</section>',
            opening,
            heading,
            small,
            head,
            body,
        )
    return format_html(
        '{}<details class="panel-folded"{}{}><summary class="panel-head">{}{}{}</summary>{}{}'
        "</details></section>",
        opening,
        mark_safe(" data-open-wide") if fold == "phone" else "",
        mark_safe(" open") if context.get("is_section_open") else "",
        heading,
        small,
        icon("chevron-down", "turn"),
        format_html('<div class="panel-actions">{}</div>', head) if head else "",
        body,
    )


_ALERT_ICONS = {
    "good": "circle-check", "warn": "alert-triangle", "danger": "alert-triangle", "": "bulb",
    "info": "info-circle",
}  # fmt: skip


@block("alert")
def alert(
    context: Context, tone: str = "", icon_name: str = "", alert: bool = False, content: str = ""
) -> SafeString:
    """Something to know here: good, warn, danger, or plain. `alert` only for danger to someone."""
    body = content if content.startswith("<") else format_html("<p>{}</p>", content)
    return format_html(
        '<div class="notice{}"{}>{}<div>{}</div></div>',
        f" notice-{tone}" if tone else "",
        mark_safe(' role="alert"') if alert else "",
        icon(icon_name or _ALERT_ICONS.get(tone, "info-circle")),
        body,
    )


@register.simple_tag
def empty_state(
    title: str, text: str = "", icon_name: str = "circle-check", url: str = "", link: str = ""
) -> SafeString:
    """Where nothing is: good news, or the next step."""
    return format_html(
        '<div class="empty-state">{}<strong>{}</strong>{}{}</div>',
        icon(icon_name),
        title,
        format_html("<p>{}</p>", text) if text else "",
        link_button(url, link) if url else "",
    )


@register.simple_tag
def safe_contact(text: str, why: str = "") -> SafeString:
    """How to reach somebody without harming them: above everything else."""
    return format_html(
        '<p class="safe">{}<span><strong class="strong"><bdi>{}</bdi></strong> '
        "<bdi>{}</bdi></span></p>",
        icon("message-2"),
        text,
        why,
    )


# Languages, and when a page was printed.


@register.simple_tag(takes_context=True)
def language_menu(context: Context, css: str = "", links: bool = False) -> SafeString:
    """A choice of language: a form that remembers, or with `links` this page in another one."""
    request = context.get("request")
    about = {
        "url": "" if links else _language_url(),
        "here": request.get_full_path() if request and request.method == "GET" else "/",
        "languages": settings.LANGUAGES,
        "language": formats.current_language(),
        "css": css,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("ui/components/language_menu.html", about)


def _language_url() -> str:
    try:
        return reverse("language")
    except NoReverseMatch:
        return ""


@register.simple_tag
def current_language_name() -> str:
    """The name of the language being spoken."""
    return dict(settings.LANGUAGES).get(formats.current_language(), "")


@register.simple_tag
def printed_at() -> str:
    here = now()
    return formats.join_list((formats.day(formats.as_day(here)), formats.clock(here)))


@block("panel_fold")
def panel_fold(
    context: Context,
    title: str,
    count: int | None = None,
    id: str = "",
    late: bool = False,
    open: bool = False,
    content: str = "",
) -> SafeString:
    """A closed part of a panel that says its name and how many are inside."""
    return format_html(
        '<details class="panel-fold" id="{}"{}><summary><span>{}</span>{}{}</summary>{}</details>',
        id or f"fold-{crc32(str(title).encode()):x}",
        mark_safe(" open") if open else "",
        title,
        count_badge(count, late) if count is not None else "",
        icon("chevron-down", "turn"),
        content,
    )
