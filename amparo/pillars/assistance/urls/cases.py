"""Addresses of a case and of its plan, services, notes and tasks."""

from django.urls import path

from ..views import (
    cases,
    form_drafts,
    form_screen,
    forms_filled,
    histories,
    notes,
    plans,
    services,
    tasks,
)

urlpatterns = [
    path("people/<uuid:ref>/history/", histories.of_person, name="person-history"),
    path("people/<uuid:ref>/history/letter/", histories.letter, name="person-history-letter"),
    path("cases/<uuid:ref>/", cases.show, name="case"),
    path("cases/<uuid:ref>/history/", cases.history, name="case-history"),
    path("cases/<uuid:ref>/openings/", histories.of_case, name="case-openings"),
    path("cases/<uuid:ref>/assign/", cases.assign, name="case-assign"),
    path("cases/<uuid:ref>/restrict/", cases.restrict, name="case-restrict"),
    path("cases/<uuid:ref>/dependants/new/", cases.new_dependant, name="dependant-new"),
    path(
        "cases/<uuid:ref>/dependants/<uuid:dependant>/remove/",
        cases.remove_dependant,
        name="dependant-remove",
    ),
    path("cases/<uuid:ref>/plan/", plans.show, name="case-plan"),
    path("cases/<uuid:ref>/plan/begin/", plans.begin, name="plan-begin"),
    path("cases/<uuid:ref>/plan/agree/", plans.agree, name="plan-agree"),
    path("cases/<uuid:ref>/plan/revise/", plans.revise, name="plan-revise"),
    path("cases/<uuid:ref>/goals/new/", plans.new_goal, name="goal-new"),
    path("cases/<uuid:ref>/goals/<uuid:goal>/", plans.goal, name="goal"),
    path("cases/<uuid:ref>/actions/new/", plans.new_action, name="action-new"),
    path("cases/<uuid:ref>/actions/<uuid:action>/", plans.action, name="action"),
    path("cases/<uuid:ref>/actions/<uuid:action>/start/", plans.start, name="action-start"),
    path("cases/<uuid:ref>/actions/<uuid:action>/done/", plans.complete, name="action-complete"),
    path("cases/<uuid:ref>/actions/<uuid:action>/drop/", plans.drop, name="action-drop"),
    path("cases/<uuid:ref>/services/", services.index, name="case-services"),
    path("cases/<uuid:ref>/services/new/", services.new, name="service-new"),
    path("cases/<uuid:ref>/services/<uuid:service>/", services.show, name="service"),
    path(
        "cases/<uuid:ref>/services/<uuid:service>/receipt/",
        services.receipt,
        name="service-receipt",
    ),
    path(
        "cases/<uuid:ref>/services/<uuid:service>/cancel/", services.cancel, name="service-cancel"
    ),
    path("cases/<uuid:ref>/forms/", forms_filled.index, name="case-forms"),
    path("cases/<uuid:ref>/forms/<uuid:version>/", forms_filled.new, name="form-fill"),
    path("cases/<uuid:ref>/forms/<uuid:version>/draft/", form_drafts.hold, name="form-draft"),
    path(
        "cases/<uuid:ref>/forms/<uuid:version>/again/", form_drafts.begin_again, name="form-again"
    ),
    path("cases/<uuid:ref>/forms/<uuid:version>/screen/", form_screen.ask, name="form-screen"),
    path("cases/<uuid:ref>/form-files/<uuid:file>/", forms_filled.file, name="form-file"),
    path("filled/<uuid:ref>/", forms_filled.show, name="form-filled"),
    path("cases/<uuid:ref>/notes/", notes.index, name="case-notes"),
    path("cases/<uuid:ref>/notes/new/", notes.new, name="note-new"),
    path("cases/<uuid:ref>/tasks/new/", tasks.new, name="task-new"),
    path("cases/<uuid:ref>/tasks/<uuid:task>/", tasks.move, name="task"),
    path("cases/<uuid:ref>/tasks/<uuid:task>/done/", tasks.done, name="task-done"),
    path("cases/<uuid:ref>/tasks/<uuid:task>/undo/", tasks.undo, name="task-undo"),
]
