"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import assessments, care, children, determinations, minors, panel

app_name = "child_protection"
urlpatterns = [
    path("children/", children.index, name="children"),
    path("children/minors/", minors.index, name="minors"),
    path("children/minors/<uuid:ref>/", minors.look_at, name="minor"),
    path("children/minors/<uuid:ref>/accept/", minors.accept, name="minor-accept"),
    path("cases/<uuid:ref>/children/new/", children.new, name="child-new"),
    path("children/<uuid:ref>/", children.show, name="child"),
    path("children/<uuid:ref>/change/", children.change, name="child-change"),
    path("children/<uuid:ref>/accept/", children.accept, name="child-accept"),
    path("children/<uuid:ref>/no-longer-alone/", children.no_longer, name="child-end"),
    path(
        "children/<uuid:ref>/contact-restriction/", children.contact_restriction_new,
        name="contact-restriction-new",
    ),
    path(
        "children/<uuid:ref>/contact-restriction/end/", children.contact_restriction_end,
        name="contact-restriction-end",
    ),
    path("children/<uuid:ref>/care/new/", care.new, name="care-new"),
    path("children/<uuid:ref>/visits/new/", care.visit, name="care-visit"),
    path("children/<uuid:ref>/guardian/new/", care.guardian, name="guardian-new"),
    path("children/<uuid:ref>/guardian/end/", care.guardian_end, name="guardian-end"),
    path("children/<uuid:ref>/assess/", assessments.new, name="interests-assess"),
    path("children/assessments/<uuid:ref>/", assessments.show, name="interests-assessment"),
    path(
        "children/assessments/<uuid:ref>/answer/", assessments.answer, name="interests-answer"
    ),
    path("children/<uuid:ref>/authority/new/", care.authority, name="authority-new"),
    path("children/<uuid:ref>/determine/", determinations.begin, name="determine"),
    path("determinations/<uuid:ref>/", determinations.show, name="determination"),
    path(
        "determinations/<uuid:ref>/information/", determinations.information,
        name="determination-information",
    ),
    path(
        "determinations/<uuid:ref>/options/new/", determinations.option,
        name="determination-option",
    ),
    path("determinations/<uuid:ref>/panel/new/", panel.invite, name="determination-invite"),
    path("determinations/opinions/<uuid:ref>/", panel.opinion, name="determination-opinion"),
    path("determinations/opinions/<uuid:ref>/excuse/", panel.excuse, name="determination-excuse"),
    path("determinations/<uuid:ref>/decide/", panel.decide, name="determination-decide"),
    path(
        "determinations/<uuid:ref>/child-informed/", panel.child_informed,
        name="determination-child-informed",
    ),
    path("determinations/<uuid:ref>/reopen/", panel.reopen, name="determination-reopen"),
    path("determinations/<uuid:ref>/report/", determinations.report, name="determination-report"),
]  # fmt: skip
