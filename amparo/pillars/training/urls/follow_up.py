"""Addresses of what comes after an event: follow-up, costs and per diem lists."""

from django.urls import path

from ..views import costs, follow_up

_EVENT, _PERSON, _LIST = "trainings/<uuid:ref>/", "enrolments/<uuid:ref>/", "per-diem/<uuid:ref>/"

urlpatterns = [
    path(f"{_EVENT}follow-up/", follow_up.index, name="follow-up"),
    path(f"{_PERSON}follow-up/", follow_up.person, name="follow-up-person"),
    path(f"{_PERSON}plan/", follow_up.write_plan_page, name="application-plan"),
    path(f"{_PERSON}superior/", follow_up.name_supervisor, name="supervisor-name"),
    path(f"{_PERSON}follow-up/<int:month>/", follow_up.ask, name="follow-up-ask"),
    path(f"{_EVENT}costs/", costs.index, name="costs"),
    path(f"{_EVENT}costs/new/", costs.record_cost, name="cost-new"),
    path("training-costs/<uuid:ref>/remove/", costs.remove_cost, name="cost-remove"),
    path(f"{_EVENT}per-diem/new/", costs.draw_up_list, name="per-diem-new"),
    path(_LIST, costs.show_list, name="per-diem"),
    path(f"{_LIST}paid/", costs.mark_paid, name="per-diem-paid"),
    path(f"{_LIST}discard/", costs.discard_list, name="per-diem-discard"),
    path(f"{_LIST}list.pdf", costs.list_pdf, name="per-diem-pdf"),
    path(f"{_LIST}list.xlsx", costs.list_xlsx, name="per-diem-xlsx"),
]
