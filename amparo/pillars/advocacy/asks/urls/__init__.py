"""Addresses of advocacy asks."""

from django.urls import path

from ..views import asks, desk, drafts, progress, sheets

_ONE, _DESK = "asks/<uuid:ref>/", "asks/desk/<uuid:ref>/"

app_name = "asks"
urlpatterns = [
    path("asks/", asks.index, name="asks"),
    path("asks/new/", drafts.new, name="ask-new"),
    path(_ONE, asks.show, name="ask"),
    path(f"{_ONE}edit/", drafts.edit, name="ask-edit"),
    path(f"{_ONE}translate/", drafts.translate, name="ask-translate"),
    path(f"{_ONE}risk/", drafts.risk, name="ask-risk"),
    path(f"{_ONE}basis/", drafts.basis, name="ask-basis"),
    path(f"{_ONE}circle/", drafts.circle, name="ask-circle"),
    path(f"{_ONE}clear/", progress.clear, name="ask-clear"),
    path(f"{_ONE}return/", progress.give_back, name="ask-return"),
    path(f"{_ONE}change/", progress.take_back, name="ask-take-back"),
    path(f"{_ONE}put/", progress.put, name="ask-put"),
    path(f"{_ONE}follow-up/", progress.follow_up, name="ask-follow-up"),
    path(f"{_ONE}answer/", progress.answer, name="ask-answer"),
    path(f"{_ONE}answers/<uuid:step>/release/", asks.release, name="ask-release"),
    path(f"{_ONE}commit/", progress.commit, name="ask-commit"),
    path(f"{_ONE}withdraw/", progress.withdraw, name="ask-withdraw"),
    path(f"{_ONE}sheet/", sheets.show, name="ask-sheet"),
    path(f"{_ONE}sheet.pdf", sheets.pdf, name="ask-sheet-pdf"),
    path(f"{_ONE}documents/new/", progress.document_new, name="ask-document-new"),
    path(f"{_ONE}documents/<uuid:document>/", progress.document, name="ask-document"),
    path(
        f"{_ONE}documents/<uuid:document>/remove/",
        progress.document_remove,
        name="ask-document-remove",
    ),
    path(_DESK, desk.show, name="desk-ask"),
    path(f"{_DESK}sheet.pdf", desk.pdf, name="desk-sheet-pdf"),
    path(f"{_DESK}answer/", desk.answer, name="desk-answer"),
]
