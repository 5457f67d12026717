"""Addresses of rumours: refs alone, never a word of what was heard."""

from django.urls import path

from ..views import checks, rumours

app_name = "rumours"
_ONE = "rumours/<uuid:ref>"
urlpatterns = [
    path("rumours/", rumours.index, name="rumours"),
    path("rumours/new/", rumours.new, name="rumour-new"),
    path(f"{_ONE}/", rumours.show, name="rumour"),
    path(f"{_ONE}/similar/", rumours.similar, name="rumour-similar"),
    path(f"{_ONE}/same/<uuid:other>/", rumours.merge, name="rumour-merge"),
    path(f"{_ONE}/heard/", rumours.sight, name="rumour-sight"),
    path(f"{_ONE}/risk/", checks.assess, name="rumour-assess"),
    path(f"{_ONE}/source/", checks.source, name="rumour-source"),
    path(f"{_ONE}/check/", checks.check, name="rumour-check"),
    path(f"{_ONE}/confirm/<uuid:check>/", checks.confirm, name="rumour-confirm"),
    path(f"{_ONE}/disagree/<uuid:check>/", checks.disagree, name="rumour-disagree"),
    path(f"{_ONE}/answer/", checks.answer, name="rumour-answer"),
    path(f"{_ONE}/answer/message/", checks.answer_with, name="rumour-answer-with"),
    path(f"{_ONE}/answer/unlink/", checks.discard_answer, name="rumour-answer-discard"),
    path(f"{_ONE}/silent/", rumours.silent, name="rumour-silent"),
    path(f"{_ONE}/close/", rumours.close, name="rumour-close"),
    path(f"{_ONE}/reopen/", rumours.reopen, name="rumour-reopen"),
    path(f"{_ONE}/files/<uuid:file>/", rumours.file, name="rumour-file"),
]
