"""Addresses of courses and their versions, of competencies, and of training needs."""

from django.urls import path

from ..views import competencies, courses, needs

_COURSE, _VERSION = "courses/<uuid:ref>/", "course-versions/<uuid:ref>/"
_COMPETENCY, _FRAMEWORK = "competencies/<uuid:ref>/", "competency-frameworks/<uuid:ref>/"

urlpatterns = [
    path("courses/", courses.index, name="courses"),
    path("courses/new/", courses.new, name="course-new"),
    path(_COURSE, courses.show, name="course"),
    path(f"{_COURSE}edit/", courses.edit, name="course-edit"),
    path(f"{_COURSE}retire/", courses.retire, name="course-retire"),
    path(f"{_COURSE}versions/new/", courses.begin_version, name="course-version-new"),
    path(_VERSION, courses.show_version, name="course-version"),
    path(f"{_VERSION}edit/", courses.edit_version, name="course-version-edit"),
    path(f"{_VERSION}review/", courses.review_version, name="course-version-review"),
    path(f"{_VERSION}publish/", courses.publish_version, name="course-version-publish"),
    path(f"{_VERSION}withdraw/", courses.withdraw_version, name="course-version-withdraw"),
    path(f"{_VERSION}endorse/", courses.endorse_version, name="course-version-endorse"),
    path("competencies/", competencies.index, name="competencies"),
    path("competencies/new/", competencies.new, name="competency-new"),
    path("competencies/import/", competencies.import_file, name="framework-import"),
    path(_COMPETENCY, competencies.show, name="competency"),
    path(f"{_COMPETENCY}edit/", competencies.edit, name="competency-edit"),
    path(f"{_COMPETENCY}retire/", competencies.retire, name="competency-retire"),
    path("competency-frameworks/new/", competencies.new_framework, name="framework-new"),
    path(_FRAMEWORK, competencies.show_framework, name="framework"),
    path(f"{_FRAMEWORK}edit/", competencies.edit_framework, name="framework-edit"),
    path("training-needs/", needs.index, name="needs"),
    path("training-needs/<uuid:ref>/<slug:kind>/<slug:code>/", needs.set_aside, name="need-aside"),
    path("training-needs-aside/<uuid:ref>/take-up/", needs.take_up, name="need-take-up"),
    path("standard-items/<uuid:ref>/<int:item>/competencies/", needs.name_gap, name="gap"),
]
