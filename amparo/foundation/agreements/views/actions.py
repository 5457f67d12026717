"""The action page of an agreement or of one of its parts: its crumbs and its way back."""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import pgettext

from amparo.foundation.core.action_views import ActionView

from ..models import Agreement


class AgreementAction(ActionView):
    """An action on an agreement, by whoever keeps it."""

    queryset: QuerySet | type[Model] | None = Agreement.objects.select_related("office")
    permission = "keep"

    def get_agreement(self, record: Any) -> Agreement:
        return getattr(record, "agreement", record)

    def get_page(self, record: Any) -> dict[str, Any]:
        agreement = self.get_agreement(record)
        return {"crumbs": [
            (reverse("agreements:agreements"), pgettext("between institutions", "Agreements")),
            (agreement.get_absolute_url(), agreement.title),
        ]}  # fmt: skip

    def get_back_url(self, record: Any) -> str:
        return self.get_agreement(record).get_absolute_url()


class AgreementPartAction(AgreementAction):
    """An action on a part of an agreement that the address names after it."""

    def get_record(self, *args: Any, **refs: Any) -> Any:
        parent = refs.pop("ref")
        [part] = refs.values()
        return self.find(self.queryset, ref=part, agreement__ref=parent)


class ActionWithParty(AgreementAction):
    """An action in whose form a party of the agreement is chosen."""

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"agreement": self.get_agreement(record)}
