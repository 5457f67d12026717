"""Addresses of certificates."""

from django.urls import path

from ..views import certificates

urlpatterns = [
    path("certificates/", certificates.index, name="certificates"),
    path("certificates/<uuid:ref>/", certificates.show, name="certificate"),
    path("certificates/<uuid:ref>/pdf/", certificates.pdf, name="certificate-pdf"),
    path(
        "certificates/<uuid:ref>/badge/<slug:extension>/", certificates.badge,
        name="certificate-badge",
    ),
    path("certificates/<uuid:ref>/name/", certificates.reissue, name="certificate-reissue"),
    path("certificates/<uuid:ref>/renew/", certificates.renew, name="certificate-renew"),
    path("certificates/<uuid:ref>/withdraw/", certificates.withdraw, name="certificate-withdraw"),
    path(
        "certificates/reports/<uuid:ref>/", certificates.report_close, name="certificate-report"
    ),
    path(
        "trainings/<uuid:ref>/certificates/", certificates.to_issue,
        name="certificates-to-issue",
    ),
    path(
        "trainings/<uuid:ref>/certificates/issue/", certificates.issue, name="certificates-issue"
    ),
    path(
        "trainings/<uuid:ref>/certificates/pdf/<int:part>/", certificates.event_pdf,
        name="certificates-pdf",
    ),
    path(
        "trainings/<uuid:ref>/certificates/<uuid:enrolment>/", certificates.exception_new,
        name="certificate-exception",
    ),
]  # fmt: skip
