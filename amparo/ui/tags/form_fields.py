"""Tags: form fields with label, hint and errors; the summary of errors."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import register


@register.simple_tag
def field(
    bound: BoundField,
    label: str = "",
    hint: str = "",
    urgent: str = "",
    ask: bool = False,
    optional: bool | None = None,
) -> SafeString | str:
    """One field in our markup, whatever its widget.

    `urgent` names the answers that call for action (`"yes,unknown"`); `ask` makes it a question
    card inside a bare panel. What is optional says so; what is needed needs no star.
    """
    if bound.is_hidden:
        return bound.as_widget()
    kind = _kind(bound.field.widget)
    control = _control(bound, kind, hint)
    context = {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "is_ask": ask,
        "is_optional": _is_optional(bound) if optional is None else optional,
        "described_by": _described_by(bound, hint),
        "urgent": urgent.split(",") if urgent else [],
        "control": with_search(control) if kind == "select" else control,
    }
    return render_to_string(f"ui/components/field_{_TEMPLATES[kind]}.html", context)


_TEMPLATES = {
    "control": "control",
    "select": "control",
    "tick": "tick",
    "choices": "choices",
    "ticks": "choices",
    "boxes": "group",
}


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if getattr(widget, "is_list", False):
        return "ticks"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.MultiWidget):
        return "boxes"
    if getattr(widget, "is_searched", False):
        return "control"
    return "select" if isinstance(widget, forms.Select) else "control"


MAX_NATIVE_OPTIONS = 15


def with_search(control: SafeString) -> SafeString:
    """A select of more options than a phone shows at once, in which scripts let one type."""
    is_long = control.count("<option") > MAX_NATIVE_OPTIONS and " multiple" not in control
    return (
        render_to_string("ui/components/combobox.html", {"control": control})
        if is_long
        else control
    )


def _is_optional(bound: BoundField) -> bool:
    return not bound.field.required and not isinstance(bound.field.widget, forms.CheckboxInput)


def _described_by(bound: BoundField, hint: str) -> str:
    parts = [f"{bound.auto_id}_helptext"] if hint or bound.help_text else []
    parts += [f"{bound.auto_id}_error"] if bound.errors else []
    return " ".join(parts)


def _control(bound: BoundField, kind: str, hint: str) -> SafeString:
    css = {"select": "form-select", "control": "form-control"}.get(kind, "")
    own = bound.field.widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"class": f"{css} {own}".strip()} if css else {}
    described = _described_by(bound, hint)
    if described and kind in ("select", "control", "tick"):
        attrs["aria-describedby"] = described
    if isinstance(bound.field.widget, forms.NumberInput):
        attrs["dir"] = "ltr"  # from right to left, a minus would stand behind its figures
    return bound.as_widget(attrs=attrs)


@register.simple_tag
def errors(
    *bound_forms: forms.BaseForm | list[forms.BaseForm], focus: bool = True
) -> SafeString | str:
    """What is missing, first on the page, each a link to its field. Focus goes here."""
    each_form = [form for one in bound_forms for form in (one if isinstance(one, list) else [one])]
    lines = [line for form in each_form for line in _lines(form)]
    if not lines:
        return ""
    if len(lines) == 1 and not lines[0]["href"]:  # of the whole form: it says it all
        about = {"title": lines[0]["text"], "lines": [], "focus": focus}
        return render_to_string("ui/components/errors.html", about)
    count = len(lines)
    title = ngettext(
        "One thing is missing before saving", "%(count)s things are missing before saving", count
    ) % {"count": count}
    return render_to_string(
        "ui/components/errors.html", {"title": title, "lines": lines, "focus": focus}
    )


def _lines(form: forms.BaseForm) -> Iterable[dict[str, str]]:
    if not isinstance(form, forms.BaseForm):  # a page may have no form yet
        return
    if not form.is_bound and not form.errors:  # told before anything was written, if at all
        return
    for text in form.non_field_errors():
        yield {"text": str(text), "href": "", "label": ""}
    for bound in form:
        for text in bound.errors:
            yield {
                "text": str(text),
                "href": f"#{_first_id(bound)}",
                "label": _with_colon(str(bound.label)),
            }


def _with_colon(label: str) -> str:
    return label if label.endswith(("?", "؟", ":")) else _("%(label)s:") % {"label": label}


def _first_id(bound: BoundField) -> str:
    """The id of what one would fill in: the first answer of a list of answers."""
    if _kind(bound.field.widget) in ("choices", "ticks", "boxes"):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


@register.filter
def one_of(value: object, among: list[str]) -> bool:
    return str(value) in among


@register.simple_tag
def optional() -> str:
    return _("(optional)")
