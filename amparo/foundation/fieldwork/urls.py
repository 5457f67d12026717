"""URLs of form management and submission review."""

from django.urls import path

from .views import exports, forms, submissions

app_name = "fieldwork"
urlpatterns = [
    path("", forms.index, name="forms"),
    path("new/", forms.new, name="form-new"),
    path("standard/", forms.add_standard, name="forms-standard"),
    path("arrived/", submissions.index, name="submissions"),
    path("arrived/<uuid:ref>/", submissions.show, name="submission"),
    path("arrived/<uuid:ref>/correct/", submissions.correct, name="submission-correct"),
    path("arrived/<uuid:ref>/again/", submissions.try_again, name="submission-retry"),
    path("arrived/<uuid:ref>/accept/", submissions.accept, name="submission-accept"),
    path("arrived/<uuid:ref>/put-away/", submissions.reject, name="submission-reject"),
    path("arrived/<uuid:ref>/take/", submissions.download, name="submission-download"),
    path("arrived/files/<uuid:ref>/", submissions.download_file, name="submission-file"),
    path("<uuid:ref>/", forms.show, name="form"),
    path("<uuid:ref>/lists/<slug:turn>/", forms.lists, name="form-lists"),
    path("<uuid:ref>/locked/<slug:turn>/", forms.lock, name="form-locked"),
    path("<uuid:ref>/public/", forms.publish_public, name="form-publish-public"),
    path("<uuid:ref>/public/end/", forms.close_public, name="form-close-public"),
    path("<uuid:ref>/answers/", exports.answers, name="form-answers"),
    path("<uuid:ref>/answers/take/", exports.download, name="answers-export"),
    path("versions/<uuid:ref>/", forms.version, name="form-version"),
    path("versions/<uuid:ref>/try/", forms.try_form, name="form-try"),
    path("versions/<uuid:ref>/publish/", forms.publish, name="form-publish"),
    path("versions/<uuid:ref>/retire/", forms.retire, name="form-retire"),
    path("versions/<uuid:ref>/test/", forms.offer_for_tests, name="form-test"),
    path("versions/<uuid:ref>/files/", forms.add_file, name="form-file-add"),
    path("versions/<uuid:ref>/files/<str:name>", forms.file, name="form-file"),
    path("files/<uuid:ref>/remove/", forms.remove_file, name="form-file-remove"),
    path("versions/<uuid:ref>/<slug:what>/", forms.download, name="form-download"),
]
