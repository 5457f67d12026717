"""Addresses of training: tests."""

from django.urls import path

from ..views import tests

_BANK, _EVENT = "course-versions/<uuid:ref>", "trainings/<uuid:ref>/tests"
urlpatterns = [
    path(f"{_BANK}/questions/", tests.questions, name="questions"),
    path(f"{_BANK}/questions/new/", tests.new_question, name="question-new"),
    path(f"{_BANK}/questions/import/", tests.import_file, name="questions-import"),
    path(
        f"{_BANK}/questions/export/<slug:file_format>/", tests.export_file,
        name="questions-export",
    ),
    path(f"{_BANK}/test-forms/new/", tests.new_test_form, name="test-form-new"),
    path("questions/<uuid:ref>/edit/", tests.edit_question, name="question-edit"),
    path("questions/<uuid:ref>/retire/", tests.retire_question, name="question-retire"),
    path("test-forms/<uuid:ref>/edit/", tests.edit_test_form, name="test-form-edit"),
    path(f"{_EVENT}/", tests.event_tests, name="event-tests"),
    path(f"{_EVENT}/results/", tests.results, name="test-results"),
    path(f"{_EVENT}/open/", tests.open_test, name="test-open"),
    path("tests/<uuid:ref>/close/", tests.close_test, name="test-close"),
    path("tests/<uuid:ref>/reopen/", tests.reopen_test, name="test-reopen"),
    path("tests/<uuid:ref>/paper/", tests.enter_paper, name="test-paper"),
]  # fmt: skip
