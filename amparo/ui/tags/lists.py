"""Tags: tasks, tiles, attachments, filters, links to other pages of a list."""

from collections.abc import Iterable
from datetime import date, datetime

from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import formats
from ..filters import Chip, FilterBar
from ..pagination import CursorPage
from . import register
from .actions import link_button
from .base import block
from .form_fields import with_search
from .formats import datetime_text, overdue, result_count
from .icons import icon


@block("task", "actions")
def task(
    context: Context,
    what: str,
    url: str,
    due: date | datetime | None = None,
    when: str = "",
    today: date | None = None,
    slim: bool = False,
    content: str = "",
    actions: str = "",
) -> SafeString:
    """One thing to do: by when, the verb, the person it is about, one button.

    With `today`, a `due` before it is shown as late. `slim` leaves the time out.
    """
    return format_html(
        '<li class="task{}">{}<div class="task-what"><a href="{}"><bdi>{}</bdi></a>{}</div>'
        "{}</li>",
        " task-slim" if slim else "",
        "" if slim else _task_when(due, when, today),
        url,
        what,
        format_html('<span class="task-who">{}</span>', content) if content else "",
        format_html('<div class="task-actions">{}</div>', actions) if actions else "",
    )


def _task_when(due: date | datetime | None, when: str, today: date | None) -> SafeString:
    if due is not None and today is not None and formats.as_day(due) < today:
        return format_html('<span class="task-when">{}</span>', overdue(due))
    if due is None:
        return format_html('<span class="task-when">{}</span>', when)
    clock = due if isinstance(due, datetime) else None
    is_today = clock is not None and today is not None and formats.as_day(due) == today
    shown = datetime_text(due, "clock") if is_today else datetime_text(due)
    text = f"{shown} · {when}" if when else shown
    return format_html('<time class="task-when" datetime="{}">{}</time>', due.isoformat(), text)


@register.simple_tag
def task_group(title: str, count: int | None = None, late: bool = False) -> SafeString:
    """The heading of a group of tasks: late ones with their clock."""
    return format_html(
        '<h3 class="task-group{}">{}{} {}</h3>',
        " task-group-late" if late else "",
        icon("clock") if late else "",
        title,
        count_badge(count, late) if count is not None else "",
    )


@register.simple_tag
def count_badge(count: int, late: bool = False) -> SafeString:
    css = " count-late" if late else ""
    return format_html('<span class="count{}">{}</span>', css, formats.number(count))


@register.simple_tag
def stat_tile(
    figure: object,
    name: str,
    url: str = "",
    more: str = "",
    tone: str = "",
    share: int | None = None,
) -> SafeString:
    """A figure that opens its list, against something: tone is reached, behind, or empty."""
    shown = formats.number(figure) if isinstance(figure, int | float) else figure
    signs = {"reached": icon("circle-check"), "behind": icon("clock")}
    bar = '<progress max="100" value="{}" aria-label="{}"></progress>'
    inner = format_html(
        '<span class="tile-figure"><bdi>{}</bdi></span><span class="tile-name">{}</span>{}{}',
        shown,
        name,
        format_html(bar, share, _("Share of the target")) if share is not None else "",
        format_html(
            '<span class="tile-more{}">{}{}</span>',
            f" tile-{tone}" if tone else "",
            signs.get(tone, ""),
            more,
        )
        if more
        else "",
    )
    if url:
        return format_html('<li><a class="tile" href="{}">{}</a></li>', url, inner)
    return format_html('<li><div class="tile">{}</div></li>', inner)


@block("quick_actions")
def quick_actions(context: Context, content: str = "") -> SafeString:
    """Quick actions, four abreast: holds `{% quick_action %}` lines."""
    return format_html('<ul class="quick-actions" role="list">{}</ul>', content)


@register.simple_tag
def quick_action(url: str, text: str, icon_name: str, alarm: bool = False) -> SafeString:
    css = "quick-action-alarm" if alarm else "quick-action"
    return format_html(
        '<li><a class="{}" href="{}">{}{}</a></li>', css, url, icon(icon_name), text
    )


@block("attachment")
def attachment(
    context: Context,
    name: str,
    size: int | None = None,
    state: str = "",
    icon_name: str = "file-text",
    share: int | None = None,
    content: str = "",
) -> SafeString:
    """An attachment: its name, size and what was checked; between the tags, its one action."""
    facts = [formats.size(size)] if size is not None else []
    facts += [state] if state else []
    bar = '<progress max="100" value="{}" aria-label="{}"></progress>'
    return format_html(
        '<div class="attachment">{}<span class="attachment-text"><bdi>{}</bdi>{}'
        "<small>{}</small></span>{}</div>",
        icon(icon_name),
        name,
        format_html(bar, share, _("Sent so far")) if share is not None else "",
        format_html_join(formats.comma(), "<bdi>{}</bdi>", ((fact,) for fact in facts)),
        content,
    )


@register.simple_tag(takes_context=True)
def filter_form(
    context: Context, form, found: int | None = None, cap: int | None = None
) -> SafeString:
    """Filters as a plain form, and how many were found. Nothing filters while one types."""
    fields = format_html_join(
        "", "{}", ((_filter_field(field),) for field in form.visible_fields())
    )
    clear = ""
    if any(form.data.get(field.html_name) for field in form.visible_fields()):
        clear = link_button(context["request"].path, _("Show all"), tone="quiet")
    return format_html(
        '<form class="filters" method="get">{}<button class="btn">{}</button>{}</form>{}',
        fields,
        _("Apply"),
        clear,
        format_html('<p class="small soft" role="status">{}</p>', _found(found, cap))
        if found is not None
        else "",
    )


def _filter_field(field) -> SafeString:
    css = "form-select" if field.field.widget.__class__.__name__ == "Select" else "form-control"
    return format_html(
        '<div class="field"><label for="{}">{}</label>{}</div>',
        field.id_for_label,
        field.label,
        with_search(field.as_widget(attrs={"class": css})),
    )


def _found(count: int, cap: int | None) -> SafeString:
    text = ngettext("{count} found", "{count} found", count)
    return format_html(text, count=result_count(count, cap))


@register.simple_tag
def filter_chips(bar: FilterBar, label: str = "") -> SafeString:
    """Filters as links in a row that scrolls sideways; below it, what the opened one offers."""
    rows = _chips(label or _("Filters"), bar.chips)
    if bar.opened is not None:
        rows += _chips(str(bar.opened.label), bar.offered, opened=True)
    return rows


def _chips(label: str, chips: Iterable[Chip], *, opened: bool = False) -> SafeString:
    return format_html(
        '<nav class="chips{}" aria-label="{}"{}>{}<ul role="list">{}</ul></nav>',
        " chips-opened" if opened else "",
        label,
        mark_safe(' id="choices"') if opened else "",
        format_html('<p class="chips-name" aria-hidden="true">{}</p>', label) if opened else "",
        format_html_join("", "<li>{}</li>", ((_chip(each),) for each in chips)),
    )


def _chip(chip: Chip) -> SafeString:
    """The chip of an opened filter leads down to its values, where no script swaps them in."""
    return format_html(
        '<a class="chip" href="{}{}"{}>{}{}</a>',
        chip.url,
        "#choices" if chip.opens and not chip.is_open else "",
        mark_safe(' aria-current="true"') if chip.is_on else "",
        format_html("<bdi>{}</bdi>", chip.label),
        icon("chevron-down", "turn" if chip.is_open else "") if chip.opens else "",
    )


@register.simple_tag
def sort_heading(bar: FilterBar, order: str, label: str, direction: str = "") -> SafeString:
    """The head of a column by which the list is ordered; `direction` is that of the order, as
    `aria-sort` says it.
    """
    is_on = bar.value("order") == order
    return format_html(
        '<th scope="col"{}><a class="sort" href="?{}">{}{}</a></th>',
        format_html(' aria-sort="{}"', direction) if is_on else "",
        bar.query_with(order=order),
        label,
        icon("chevron-down", "turned" if is_on and direction == "ascending" else "") if is_on
        else icon("arrows-sort"),
    )  # fmt: skip


@register.simple_tag
def pager(pages: CursorPage, note: str = "") -> SafeString | str:
    """Earlier and later in a long list; nothing when all of it is here."""
    if not pages.earlier and not pages.later:
        return ""
    return format_html(
        '<nav class="pager" aria-label="{}">{}{}{}</nav>',
        _("More of this list"),
        format_html('<span class="soft">{}</span>', note) if note else "",
        link_button(f"?{pages.earlier}", _("Back"), "arrow-left") if pages.earlier else "",
        link_button(f"?{pages.later}", _("Show more"), "arrow-right") if pages.later else "",
    )
