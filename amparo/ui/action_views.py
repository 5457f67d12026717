"""The one page on which something is done: a form, what is wrong with it, one way back.

`ActionView` is the whole of it, declared in a few lines; `action_page` is the page alone, for
views that take several steps. Both keep what was written, answer htmx with the form in its place,
and go back to `next` where the address or the form names a page of this site.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.views import View

from .responses import action_done, is_htmx_fragment, render_page, safe_next_url

TEMPLATE = "ui/action.html"


class FormButton(NamedTuple):
    """A further button of the form: what is sent when it is pressed."""

    name: str
    value: str
    label: str | Promise
    tone: str = ""
    skips_validation: bool = False


def action_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: str | Promise,
    submit_label: str | Promise = "",
    back_url: str,
    forms: Sequence[BaseForm] | None = None,
    part: str = "action",
    **context: Any,
) -> HttpResponse:
    """Renders the form as a page of its own, or for htmx alone, as the part that it replaces.

    The status is 422 once a form was judged. `forms` names those that were, if not `form` alone.
    Further keys of the template: `crumbs` (address and text of each), `lede`, `subject` (whom it
    is about), `about` and `warning` (texts), `tone`, `buttons`; `fields_template` (in the panel),
    `body_template` (in its place), `above_template`, `below_template`, `beside_template` (other
    actions, which stay with the form); `work_steps` and `step_panels` (what apps put beside a
    step of work); `swaps` lets htmx put the answer in place also on the page
    of its own.
    """
    judged = [form] if forms is None else forms
    next_url = requested_next_url(request)
    context |= {
        "form": form, "forms": judged, "title": title, "submit_label": submit_label, "part": part,
        "back_url": next_url or back_url, "next": next_url, "in_place": _is_in_place(request),
    }  # fmt: skip
    status = 422 if any(each.is_bound for each in judged) else 200
    return render_page(request, TEMPLATE, context, part="form", status=status)


def _is_in_place(request: HttpRequest) -> bool:
    """Whether the form stands on another page than its own."""
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return is_htmx_fragment(request) and here != request.path


def requested_next_url(request: HttpRequest) -> str:
    """Returns the page of this site to go to afterwards, if the form or the address names one."""
    return safe_next_url(request.POST.get("next") or request.GET.get("next", ""), "")


def posted_data(request: HttpRequest) -> QueryDict | None:
    """Returns what was sent, for a form; None before. Nothing written is also sent."""
    return request.POST if request.method == "POST" else None


class ActionView(View):
    """One thing done to one record: shows its form, does it, and says so.

    Declared by `as_view(title=…, submit_label=…, success_message=…, form_class=…, perform=…)`,
    where each `get_…` may be a function of the record; or by a subclass. `perform` is called with
    the record, `by=` the user, and what the form says. An exception of `refusal_classes` becomes
    an error of the form; nothing that was written is lost.
    """

    http_method_names = ["get", "head", "post"]
    # Every action that was declared, in order of declaration.
    instances: ClassVar[list["ActionView"]] = []
    refusal_classes: ClassVar[tuple[type[Exception], ...]] = ()

    form_class: type[BaseForm] = Form  # without fields: a confirmation
    title: str | Promise = ""
    submit_label: str | Promise = ""
    success_message: str | Promise = ""
    lede: str | Promise = ""
    tone = "primary"
    part = "action"
    fields_template = ""
    body_template = ""
    above_template = ""

    @classmethod
    def as_view(cls, **declared: Any) -> Callable[..., Any]:
        view = super().as_view(**declared)
        cls.instances.append(cls(**declared))
        return view

    def get(self, request: HttpRequest, *args: Any, **refs: Any) -> HttpResponse:
        record = self.get_record(**refs)
        return self.render(record, self.get_form(record, None))

    def post(self, request: HttpRequest, *args: Any, **refs: Any) -> HttpResponse:
        record = self.get_record(**refs)
        form = self.get_form(record, request.POST)
        if form.is_valid():
            try:
                result = self.carry_out(record, form)
            except self.refusal_classes as refusal:
                form.add_error(None, [str(words) for words in refusal.args])
            else:
                return self.get_response(record, result)
        return self.render(record, form)

    def render(self, record: Any, form: BaseForm) -> HttpResponse:
        templates = {
            name: getattr(self, name)
            for name in ("fields_template", "body_template", "above_template")
        }
        context: dict[str, Any] = {
            "title": self.get_title(record), "submit_label": self.submit_label, "part": self.part,
            "lede": self.lede, "tone": self.tone, **templates, **self.get_surroundings(record),
            **self.get_page(record),
            "back_url": self.get_back_url(record), **self.get_context(record),
        }  # fmt: skip
        return action_page(self.request, form, **context)

    def carry_out(self, record: Any, form: Any) -> Any:
        """Performs it, as the form says."""
        return self.perform(record, by=self.request.user, **self.get_arguments(form))

    # What an action may say for itself.

    def perform(self, *args: Any, **fields: Any) -> Any:
        """Does it, given the record, `by=` the user, and the fields of the form."""
        raise NotImplementedError

    def get_record(self, *args: Any, **refs: Any) -> Any:
        """Returns the record that the address names, if the user may do this to it."""
        raise NotImplementedError

    def get_form(self, record: Any, data: QueryDict | None, /) -> BaseForm:
        return self.form_class(data, **self.get_form_kwargs(record))

    def get_form_kwargs(self, record: Any, /) -> dict[str, Any]:
        """Returns what the form needs of the record: choices, first values."""
        return {}

    def get_arguments(self, form: Any, /) -> Mapping[str, Any]:
        """Returns what `perform` is called with beside record and user."""
        return form.cleaned_data

    def get_title(self, record: Any, /) -> str | Promise:
        return self.title

    def get_surroundings(self, record: Any, /) -> dict[str, Any]:
        """Returns what the page shows around any form of this kind: `work_steps`."""
        return {}

    def get_page(self, record: Any, /) -> dict[str, Any]:
        """Returns what the pages of all actions on such records show: crumbs, whom it is about."""
        return {}

    def get_context(self, record: Any, /) -> dict[str, Any]:
        """Returns what the page of this action shows beside its form."""
        return {}

    def get_back_url(self, record: Any, /) -> str:
        return record.get_absolute_url()

    def get_success_url(self, record: Any, result: Any, /) -> str:
        return self.get_back_url(record)

    def get_success_message(self, record: Any, result: Any, /) -> str | Promise:
        return self.success_message

    def get_response(self, record: Any, result: Any, /) -> HttpResponse:
        """Returns the answer to what was done: on to the next page, with its message."""
        return action_done(
            self.request,
            next_url=requested_next_url(self.request) or self.get_success_url(record, result),
            message=self.get_success_message(record, result),
        )
