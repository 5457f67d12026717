"""Addresses of rumours: refs alone, never a word of what was heard."""

from django.urls import path

from ..views import checking, rumours

app_name = "rumours"
_ONE = "rumours/<uuid:ref>"
urlpatterns = [
    path("rumours/", rumours.index, name="rumours"),
    path("rumours/new/", rumours.new, name="rumour-new"),
    path(f"{_ONE}/", rumours.show, name="rumour"),
    path(f"{_ONE}/similar/", rumours.similar, name="rumour-similar"),
    path(f"{_ONE}/same/<uuid:other>/", rumours.fold, name="rumour-fold"),
    path(f"{_ONE}/heard/", rumours.sight, name="rumour-sight"),
    path(f"{_ONE}/risk/", checking.assess, name="rumour-assess"),
    path(f"{_ONE}/source/", checking.source, name="rumour-source"),
    path(f"{_ONE}/check/", checking.check, name="rumour-check"),
    path(f"{_ONE}/confirm/<uuid:check>/", checking.confirm, name="rumour-confirm"),
    path(f"{_ONE}/disagree/<uuid:check>/", checking.disagree, name="rumour-disagree"),
    path(f"{_ONE}/answer/", checking.answer, name="rumour-answer"),
    path(f"{_ONE}/answer/message/", checking.answer_with, name="rumour-answer-with"),
    path(f"{_ONE}/answer/unlink/", checking.discard_answer, name="rumour-answer-discard"),
    path(f"{_ONE}/silent/", rumours.silent, name="rumour-silent"),
    path(f"{_ONE}/close/", rumours.close, name="rumour-close"),
    path(f"{_ONE}/reopen/", rumours.reopen, name="rumour-reopen"),
    path(f"{_ONE}/files/<uuid:file>/", rumours.file, name="rumour-file"),
]
