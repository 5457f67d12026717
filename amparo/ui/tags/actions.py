"""Tags: buttons, forms that are sent once, confirmations, decisions."""

from uuid import uuid4
from zlib import crc32

from django import forms
from django.middleware.csrf import get_token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from . import register
from .base import block
from .icons import icon


@register.simple_tag(takes_context=True)
def form_tokens(context: Context) -> SafeString:
    """What every form carries: proof that it is ours, and a fresh key so that it counts once."""
    return format_html(
        '{}<input type="hidden" name="once" value="{}">', _csrf_field(context), uuid4()
    )


def _csrf_field(context: Context) -> SafeString:
    token = get_token(context["request"])
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)


@register.simple_tag(takes_context=True)
def action_button(
    context: Context,
    url: str,
    text: str,
    icon_name: str = "",
    tone: str = "",
    about: str = "",
    part: str = "",
) -> SafeString:
    """One button that does one thing: a form of its own. `about` is heard, not seen."""
    return format_html(
        '<form class="action-form" method="post" action="{}"{}>{}{}</form>',
        url,
        _htmx_attributes(url, part),
        form_tokens(context),
        button(text, icon_name, tone, about),
    )


def _htmx_attributes(url: str, part: str) -> SafeString | str:
    """The attributes by which htmx sends the form and puts the answer in its place."""
    if not part:
        return ""
    return format_html(' hx-post="{}" hx-target="#{}" hx-swap="outerHTML"', url, part)


@register.simple_tag
def htmx_target(url: str, part: str) -> SafeString | str:
    """Inside a form tag: swap the part of that name, which is the element with that id."""
    return _htmx_attributes(url, part)


@register.simple_tag
def button(text: str, icon_name: str = "", tone: str = "", about: str = "") -> SafeString:
    """A button that sends its form; tone is primary, danger, quiet, or empty."""
    return format_html(
        '<button class="btn{}">{}{}{}</button>',
        f" btn-{tone}" if tone else "",
        icon(icon_name) if icon_name else "",
        text,
        format_html('<span class="only-heard"> {}</span>', about) if about else "",
    )


@register.simple_tag
def link_button(
    url: str, text: str, icon_name: str = "", tone: str = "", about: str = ""
) -> SafeString:
    """A link that looks like a button: it leads somewhere, and changes nothing."""
    return format_html(
        '<a class="btn{}" href="{}">{}{}{}</a>',
        f" btn-{tone}" if tone else "",
        url,
        icon(icon_name) if icon_name else "",
        text,
        format_html('<span class="only-heard"> {}</span>', about) if about else "",
    )


@block("confirm")
def confirm(
    context: Context,
    title: str,
    yes: str,
    no: str = "",
    tone: str = "danger",
    form: forms.Form | None = None,
    content: str = "",
) -> SafeString:
    """At the end of a form: the question that its button asks before anything happens.

    With `form`, nothing is asked while one of its required fields is empty: the server says so.
    """
    key = f"confirm-{crc32(f'{title}{content}'.encode()):x}"
    return format_html(
        '<dialog class="confirm-dialog" data-needs="{}" aria-labelledby="{}">'
        '<h2 id="{}">{}</h2><p>{}</p><div class="actions">'
        '<button class="btn" type="button" data-close>{}</button>{}</div></dialog>',
        " ".join(_required_names(form)) if form else "",
        key,
        key,
        title,
        content,
        no or pgettext("patterns", "Keep as is"),
        button(yes, tone=tone),
    )


def _required_names(form: forms.Form) -> list[str]:
    """The names under which a form sends what it cannot do without, each as one value."""
    return [
        bound.html_name
        for bound in form
        if bound.field.required and not isinstance(bound.field.widget, forms.MultiWidget)
    ]


@block("decision", "actions")
def decision(
    context: Context, title: str, id: str = "", content: str = "", actions: str = ""
) -> SafeString:
    """A decision that waits: the question, the facts, who asked, both answers."""
    key = id or f"decision-{crc32(str(title).encode()):x}"
    return format_html(
        '<section class="decision-panel" id="{}" aria-labelledby="{}-t">'
        '<div><h2 id="{}-t">{}</h2>{}</div><div class="actions">{}</div></section>',
        key,
        key,
        key,
        title,
        content,
        actions,
    )
