"""Links that open in their place, and the few words that only pages of cases need."""

from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.ui import formats
from amparo.ui.tags.icons import icon

from ..dashboards import ShownPart
from ..extension_points import CaseSection, case_marks
from ..models import Case

register = template.Library()


@register.simple_tag
def opens(
    url: str, text: str, part: str, icon_name: str = "", tone: str = "quiet", about: str = ""
) -> SafeString | str:
    """A link to a page that, with scripts, opens in the place of a part of this one."""
    if not url:
        return ""
    return format_html(
        '<a class="btn{}" href="{}" hx-get="{}" hx-target="#{}" hx-swap="outerHTML">{}{}{}</a>',
        f" btn-{tone}" if tone else "",
        url,
        url,
        part,
        icon(icon_name) if icon_name else "",
        text,
        format_html('<span class="only-heard"> {}</span>', about) if about else "",
    )


@register.simple_tag
def opens_words(url: str, text: str, part: str) -> SafeString:
    """The same, in the line of a table: its words are the link."""
    return format_html(
        '<a href="{}" hx-get="{}" hx-target="#{}" hx-swap="outerHTML"><bdi>{}</bdi></a>',
        url,
        url,
        part,
        text,
    )


@register.simple_tag(takes_context=True)
def case_section(context: template.Context, section: CaseSection) -> str:
    """A section of the page of a case, as `file` shows it to its reader."""
    told = context["file"].context_of(section)
    if told is None:
        return ""
    with context.push(**told):
        return template.Engine.get_default().get_template(section.template).render(context)


@register.simple_tag(takes_context=True)
def shown_part(context: template.Context, part: ShownPart) -> str:
    """A section or a queue of a first screen."""
    with context.push(**part.context):
        return template.Engine.get_default().get_template(part.template).render(context)


@register.simple_tag
def marks_of(case: Case) -> SafeString:
    """What stands beside a case in a list, once `attach_marks` was called."""
    engine = template.Engine.get_default()
    marks = (engine.get_template(mark.template) for mark in case_marks)
    rendered = (mark.render(template.Context({"case": case})) for mark in marks)
    return format_html_join("", "{}", ((each,) for each in rendered))


@register.filter
def language_in_words(code: str) -> str:
    name = formats.language_name(code) if code else ""
    return name[:1].upper() + name[1:]


@register.filter
def country_in_words(code: str) -> str:
    return formats.country_name(code) if code else ""


@register.filter
def age_on(person, day: date) -> str:
    """`34 years`; never more exact than what is known."""
    age = person.age(day)
    if age is None:
        return ""
    said = ngettext("%(count)s year", "%(count)s years", age) % {"count": formats.number(age)}
    if person.birth_precision == "exact":
        return said
    return _("about %(age)s") % {"age": said}


@register.filter
def ago(value: date) -> str:
    return formats.ago(value)


@register.filter
def latest_text(value: date | None) -> str:
    """Of when the newest is: `Latest: 22 Nov`, what a closed fold says."""
    return _("Latest: %(day)s") % {"day": formats.day(formats.as_day(value))} if value else ""


@register.filter
def full_stop(text: str) -> str:
    """A label that stands as a sentence of its own."""
    return f"{text}." if text and text[-1] not in ".!?" else text
