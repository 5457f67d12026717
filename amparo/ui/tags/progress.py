"""Tags: timeline, steps of a form, progress, and the reasons of a risk."""

from collections.abc import Iterable
from datetime import date, datetime

from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from . import register
from .base import block
from .formats import format_datetime
from .icons import icon, strength


@block("timeline_item")
def timeline_item(
    context: Context,
    icon_name: str,
    what: str,
    when: date | datetime | None = None,
    who: str = "",
    more: str = "",
    quote: str = "",
    danger: bool = False,
    content: str = "",
) -> SafeString:
    """One line of a timeline, inside `<ol class="timeline-list" role="list">`: newest first."""
    return format_html(
        '<li{}><span class="timeline-dot" aria-hidden="true">{}</span><div class="timeline-text">'
        "<strong>{}</strong>{}{}{}<small>{}</small></div></li>",
        mark_safe(' class="timeline-danger"') if danger else "",
        icon(icon_name),
        what,
        format_html('<span class="small"><bdi>{}</bdi></span>', more) if more else "",
        format_html('<span class="small quote"><bdi>{}</bdi></span>', quote) if quote else "",
        content,
        _when_and_who(when, who),
    )


def _when_and_who(when: date | datetime | None, who: str) -> SafeString:
    parts = [format_datetime(when)] if when else []
    parts += [format_html("<bdi>{}</bdi>", who)] if who else []
    return format_html_join(" · ", "{}", ((part,) for part in parts))


@register.simple_tag
def step_indicator(step: int, steps: int, next: str = "") -> SafeString:
    """Where we are in a form, in words: `Step 1 of 5`, and what comes next."""
    text = _("Step %(step)s of %(steps)s.") % {"step": step, "steps": steps}
    if next:
        text = f"{text} {_('Next: %(next)s.') % {'next': next}}"
    states = ["done"] * (step - 1) + ["here"] + [""] * (steps - step)
    drawn = format_html_join("", '<li class="{}"></li>', ((state,) for state in states))
    return format_html(
        '<div class="stage"><p>{}</p><ol role="list" aria-hidden="true">{}</ol></div>', text, drawn
    )


@register.simple_tag
def stepper(names: Iterable[str], here: int) -> SafeString:
    """The steps of a process, by name; `here` counts from 1."""
    lines = [
        format_html(
            "<li{}>{}</li>",
            mark_safe(' class="done"')
            if at < here
            else mark_safe(' aria-current="step"')
            if at == here
            else "",
            name,
        )
        for at, name in enumerate(names, start=1)
    ]
    joined = format_html_join("", "{}", ((line,) for line in lines))
    return format_html('<ol class="steps-line" role="list">{}</ol>', joined)


@register.simple_tag
def risk_equation(threat: int, vulnerability: int, capacity: int) -> SafeString:
    """Threat × vulnerability − capacity, each in view: never one bare figure."""
    parts = (
        (_("Threat"), strength("threat", threat)),
        (_("Vulnerability"), strength("vulnerability", vulnerability)),
        (_("Capacity"), strength("capacity", capacity)),
    )
    return format_html(
        '<dl class="equation">{}</dl>',
        format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", parts),
    )


@register.simple_tag
def reasons(adds: Iterable[object] = (), eases: Iterable[object] = ()) -> SafeString:
    """What makes a risk heavier and what lightens it, in words."""
    lists = [_reasons(adds, "adds", "+", _("Adds:")), _reasons(eases, "eases", "−", _("Eases:"))]
    return format_html('<div class="weighs">{}{}</div>', *lists)


def _reasons(lines: Iterable[object], css: str, sign: str, heard: str) -> SafeString | str:
    rows = [(css, sign, heard, line) for line in lines]
    if not rows:
        return ""
    return format_html(
        '<ul class="reasons" role="list">{}</ul>',
        format_html_join(
            "",
            '<li><span class="sign {}" aria-hidden="true">{}</span>'
            '<span><span class="only-heard">{} </span>{}</span></li>',
            rows,
        ),
    )


@register.simple_tag
def progress(value: int, most: int, text: str) -> SafeString:
    """How far a long action is, with its words."""
    return format_html(
        '<div class="stage"><p>{}</p><progress max="{}" value="{}" aria-label="{}"></progress>'
        "</div>",
        text,
        most or 1,
        value,
        text,
    )
