"""Remarks "not true here": written by a reader, answered by who is responsible."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404
from amparo.foundation.standards.extension_points import guidance_steps
from amparo.ui.pagination import paginate

from ..forms.remarks import AnswerForm, RemarkForm
from ..models import Edition, Remark
from ..worklists import remarks_for

INDEX, SHOW = "guidance/remarks.html", "guidance/remark.html"
PAGE, MOST_WAITING = 25, 50
WITH = ("edition__product", "by", "office", "answered_by")


@require_safe
def index(request: Request) -> HttpResponse:
    """Those that wait for one's answer, and those that one wrote, with what became of them."""
    user = request.user
    waiting = remarks_for(user).select_related(*WITH)[:MOST_WAITING]
    mine = Remark.objects.filter(by=user).select_related(*WITH)
    pages = paginate(mine, request, "-at", "-pk", size=PAGE)
    return render(request, INDEX, {"waiting": list(waiting), "pages": pages})


class WriteRemark(ActionView):
    """Says what is not true at one's place; who is responsible answers by a day."""

    queryset = Edition.objects.select_related("product__owner", "product__office")
    permission = "see"
    title = _("Not true here")
    submit_label = pgettext_lazy("button", "Send")
    success_message = _("Sent to who is responsible for this text. You are told of the answer.")
    form_class = RemarkForm

    def get_page(self, edition: Edition) -> dict[str, Any]:
        return {"crumbs": [(edition.get_absolute_url(), edition.title)]}

    def get_context(self, edition: Edition) -> dict[str, Any]:
        return {"about": edition.title}

    def perform(self, edition: Edition, *, by: User, text: str) -> Remark:
        step = self.request.GET.get("step", "")
        return Remark.write(
            edition, by=by, text=text, language=(get_language() or "en")[:2],
            step=step if step in guidance_steps else "",
        )  # fmt: skip

    def get_success_url(self, edition: Edition, remark: Remark) -> str:
        return remark.get_absolute_url()


class AnswerRemark(ActionView):
    """Says what became of it; a second time it is refused."""

    queryset = Remark.objects.select_related(*WITH)
    permission = "answer"
    title = pgettext_lazy("remark", "Answer the remark")
    submit_label = pgettext_lazy("button", "Send answer")
    success_message = _("Whoever wrote it was told.")
    form_class = AnswerForm
    above_template = "guidance/remark_above.html"

    def get_page(self, remark: Remark) -> dict[str, Any]:
        return {"crumbs": _crumbs(remark)}

    def get_context(self, remark: Remark) -> dict[str, Any]:
        return {"remark": remark, "submit_label": self.submit_label if remark.is_open else ""}

    def perform(self, remark: Remark, *, by: User, outcome: str, answer: str) -> None:
        remark.reply(by=by, outcome=outcome, answer=answer)


new = WriteRemark.as_view()
answer = AnswerRemark.as_view()


@require_safe
def show(request: Request, ref: Any) -> HttpResponse:
    """The remark and its answer; and the way to a text of the office's own."""
    rows = Remark.objects.select_related(*WITH)
    remark = get_permitted_or_404(request, rows, to="see", ref=ref)
    may_answer = remark.is_open and (
        Remark.objects.filter(pk=remark.pk).accessible_to(request.user, "answer").exists()
    )
    context = {
        "remark": remark, "step": guidance_steps.get(remark.step), "may_answer": may_answer,
        "own_text_url": own_text_url(remark, request.user),
    }  # fmt: skip
    return render(request, SHOW, context)


def own_text_url(remark: Remark, user: User) -> str:
    """Returns where `user` begins a text of their office for this step; "" for who may not."""
    if user.office is None or "guidance.write" not in user.permissions:
        return ""
    try:
        where = reverse("guidance:product-new")
    except NoReverseMatch:
        return ""
    return f"{where}?{urlencode({'from': remark.edition.product.ref, 'step': remark.step})}"


def _crumbs(remark: Remark) -> list[tuple[str, Any]]:
    return [
        (reverse("guidance:remarks"), _("Remarks on guidance")),
        (remark.get_absolute_url(), remark.edition.title),
    ]
