"""What people decided, what was done to somebody, and what they want with the authorities."""

from django.utils.translation import gettext_lazy as _

from ..forms.seeing import (
    CooperationForm,
    DeterminationForm,
    EventForm,
    ExploitationForm,
    OtherViewForm,
    PerpetratorForm,
)
from ..models import Cooperation, Determination, Event, Exploitation, OtherView, Perpetrator
from .way_actions import WayAction

determination = WayAction.as_view(
    title=_("What was decided?"), submit_label=_("Write it down"), form_class=DeterminationForm,
    success_message=_("It is written down. What was decided before stays."),
    perform=Determination.make, fields_template="trafficking/determination.html",
    get_form_kwargs=lambda way: {
        "case": way.case, "initial": {"decided_on": way.case.office.today()}
    },
)  # fmt: skip

other_view = WayAction.as_view(
    queryset=Determination, title=_("Who sees it otherwise?"), submit_label=_("Keep their view"),
    success_message=_("Their view stands beside what was decided."), form_class=OtherViewForm,
    perform=OtherView.put,
)  # fmt: skip

cooperation = WayAction.as_view(
    title=_("What do they want with the authorities?"), submit_label=_("Write it down"),
    success_message=_("It is written down. No help depends on it."), form_class=CooperationForm,
    perform=Cooperation.hear,
    lede=_("No help depends on the answer, today or later. Tell them so."),
    get_form_kwargs=lambda way: {"initial": {"on": way.case.office.today()}},
)  # fmt: skip

exploitation = WayAction.as_view(
    title=_("What was done to them?"), submit_label=_("Write it down"),
    success_message=_("It is written down."), form_class=ExploitationForm,
    perform=Exploitation.write_down,
)  # fmt: skip

event = WayAction.as_view(
    title=_("What happened on the way?"), submit_label=_("Write it down"),
    success_message=_("It is written down."), form_class=EventForm, perform=Event.write_down,
)  # fmt: skip

perpetrator = WayAction.as_view(
    title=_("Who had a part in it?"), submit_label=_("Write it down"),
    success_message=_("It is written down."), form_class=PerpetratorForm,
    perform=Perpetrator.write_down,
)  # fmt: skip
