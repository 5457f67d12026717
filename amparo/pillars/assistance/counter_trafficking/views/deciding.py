"""What people decided, what was done to somebody, and what they want with the authorities."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..forms.identification import (
    CooperationForm,
    DeterminationForm,
    EventForm,
    ExploitationForm,
    OtherViewForm,
    PerpetratorForm,
)
from ..models import (
    AuthorityCooperation,
    DeterminationObjection,
    Exploitation,
    Perpetrator,
    StatusDetermination,
    TraffickingEvent,
)
from .pathway_actions import WayAction

determination = WayAction.as_view(
    title=pgettext_lazy("title", "Decision"), submit_label=pgettext_lazy("button", "Record"),
    form_class=DeterminationForm,
    success_message=_("Recorded. Earlier decisions remain."),
    guidance_step="trafficking.determination", perform=StatusDetermination.make,
    fields_template="counter_trafficking/determination.html",
    get_form_kwargs=lambda way: {
        "case": way.case, "initial": {"decided_on": way.case.office.today()}
    },
)  # fmt: skip

other_view = WayAction.as_view(
    queryset=StatusDetermination, title=pgettext_lazy("title", "Record differing opinion"),
    submit_label=pgettext_lazy("button", "Save"),
    success_message=_("Differing opinion recorded beside the decision."), form_class=OtherViewForm,
    perform=DeterminationObjection.put,
)  # fmt: skip

cooperation = WayAction.as_view(
    title=_("Wish on cooperation with authorities"),
    submit_label=pgettext_lazy("button", "Record"),
    success_message=_("Recorded. Assistance does not depend on it."), form_class=CooperationForm,
    perform=AuthorityCooperation.hear,
    lede=_("No help depends on the answer, today or later. Tell them so."),
    get_form_kwargs=lambda way: {"initial": {"on": way.case.office.today()}},
)  # fmt: skip

exploitation = WayAction.as_view(
    title=pgettext_lazy("title", "Exploitation suffered"),
    submit_label=pgettext_lazy("button", "Record"),
    success_message=_("Recorded."), form_class=ExploitationForm,
    perform=Exploitation.write_down,
)  # fmt: skip

event = WayAction.as_view(
    title=pgettext_lazy("title", "Events in transit"),
    submit_label=pgettext_lazy("button", "Record"),
    success_message=_("Recorded."), form_class=EventForm, perform=TraffickingEvent.write_down,
)  # fmt: skip

perpetrator = WayAction.as_view(
    title=pgettext_lazy("title", "Alleged perpetrator"),
    submit_label=pgettext_lazy("button", "Record"),
    success_message=_("Recorded."), form_class=PerpetratorForm,
    perform=Perpetrator.write_down,
)  # fmt: skip
