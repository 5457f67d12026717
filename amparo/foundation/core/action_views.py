"""The action page with our permissions and refusals: who may open the record, what is declined."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest

from amparo.ui import action_views

from .permissions.rules import Request, get_permitted_or_404
from .refusals import Refusal
from .work_steps import decide_step, step_context


class ActionView(action_views.ActionView):
    """One thing done to one record that the user may open under `permission`.

    Where it decides at a step of work, `guidance_step` is the code of the step: what apps put
    beside the step is shown, and they are told of the decision in its transaction.
    """

    refusal_classes: ClassVar[tuple[type[Exception], ...]] = (Refusal,)

    request: Request
    queryset: QuerySet | type[Model] | None = None
    permission = "work"
    guidance_step = ""
    # Further steps of which the page shows what stands beside them.
    guidance_beside: Sequence[str] = ()

    def get_guidance_step(self, record: Any, /) -> str:
        """Returns the code of the step at which this decides; "" at none."""
        return self.guidance_step

    def carry_out(self, record: Any, form: Any) -> Any:
        step = self.get_guidance_step(record)
        if not step:
            return super().carry_out(record, form)
        decide = decide_step(self.request, step, super().carry_out)
        return decide(record, form)

    def get_surroundings(self, record: Any, /) -> dict[str, Any]:
        return step_context(self.get_guidance_step(record), *self.guidance_beside)

    def get_record(self, *args: Any, **refs: Any) -> Any:
        return self.find(self.queryset, ref=refs["ref"])

    def find(self, records: QuerySet | type[Model] | None, **lookup: Any) -> Any:
        """Returns the record, or raises as `get_permitted_or_404` does."""
        if records is None:
            raise TypeError(f"{type(self).__name__} does not say which records it acts on.")
        return get_permitted_or_404(self.request, records, to=self.permission, **lookup)


class NestedActionView(ActionView):
    """One thing done to a record, or to a part of it that the address names after it.

    The record comes first: whoever may not open it learns nothing of its parts. `queryset` are the
    parts, and `parent_name` is the field that leads from a part to the record.
    """

    parent_name: str

    def get_parent(self, ref: Any) -> Any:
        """Returns the record, if the user may do this to it."""
        raise NotImplementedError

    def get_record(self, *args: Any, **refs: Any) -> Any:
        parent = self.get_parent(refs.pop("ref"))
        if not refs:
            return parent
        [part_ref] = refs.values()
        part = self.find(self.queryset, ref=part_ref, **{self.parent_name: parent})
        setattr(part, self.parent_name, parent)
        return part

    def parent_of(self, record: Any) -> Any:
        return getattr(record, self.parent_name, record)


def is_valid_post(request: HttpRequest, form: BaseForm) -> bool:
    """Returns whether the form was sent and nothing in it is missing."""
    return request.method == "POST" and form.is_valid()


def attempt[T](form: BaseForm, action: Callable[..., T], *args: Any, **fields: Any) -> T | None:
    """Calls `action`; a refusal becomes an error of the form, and None is returned."""
    try:
        return action(*args, **fields)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
