"""Addresses of commitments, of reports on them, and of the desk of an institution."""

from django.urls import path

from ..views import commitments, institutions, progress

_ONE = "commitments/<uuid:ref>"
urlpatterns = [
    path("commitments/", commitments.index, name="commitments"),
    path("commitments/new/", commitments.new, name="commitment-new"),
    path("commitments/desk/", institutions.desk, name="desk"),
    path("commitments/report/", progress.report, name="report"),
    path("commitments/report/<slug:token>/", progress.report_by_link, name="report-link"),
    path("commitments/links/<uuid:ref>/end/", progress.end_link, name="report-link-end"),
    path("commitments/documents/new/", commitments.new_document, name="document-new"),
    path("commitments/documents/<uuid:ref>/", commitments.document, name="document"),
    path("commitments/institutions/<uuid:ref>/", institutions.show, name="institution"),
    path("commitments/institutions/<uuid:ref>/link/", progress.make_link, name="report-link-new"),
    path("commitments/disputes/<uuid:ref>/", progress.answer_dispute, name="dispute-answer"),
    path(
        "commitments/milestones/<uuid:ref>/done/",
        commitments.finish_milestone,
        name="milestone-done",
    ),
    path(f"{_ONE}/", commitments.show, name="commitment"),
    path(f"{_ONE}/edit/", commitments.edit, name="commitment-edit"),
    path(f"{_ONE}/publish/", commitments.publish, name="commitment-publish"),
    path(f"{_ONE}/indicator/", commitments.measure, name="commitment-indicator"),
    path(f"{_ONE}/position/", commitments.new_position, name="position-new"),
    path(f"{_ONE}/milestone/", commitments.new_milestone, name="milestone-new"),
    path(f"{_ONE}/translation/", commitments.new_text, name="commitment-translate"),
    path(f"{_ONE}/cluster/", commitments.add_to_cluster, name="commitment-cluster"),
    path(f"{_ONE}/drop/", commitments.drop, name="commitment-drop"),
    path(f"{_ONE}/reopen/", commitments.reopen, name="commitment-reopen"),
    path(f"{_ONE}/review/", progress.review, name="commitment-review"),
    path(f"{_ONE}/dispute/", progress.dispute, name="commitment-dispute"),
]
