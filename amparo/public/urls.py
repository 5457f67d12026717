"""URLs of the public site: they say nothing to whoever looks over a shoulder."""

from django.urls import path

from .views import (
    commitments,
    consultations,
    directory,
    guidance,
    help_requests,
    key_figures,
    my_request,
    my_training,
    surveys,
    training_after,
)

app_name = "public"
urlpatterns = [
    path("", directory.home, name="home"),
    path("n/<int:number>/", directory.services, name="services"),
    path("n/<int:number>/p/", directory.nearby, name="nearby"),
    path("s/<uuid:ref>/", directory.service, name="service"),
    path("t/", directory.emergency_numbers_page, name="numbers"),
    path("r/", directory.rights_page, name="rights"),
    path("k/", directory.privacy_notice, name="privacy-notice"),
    path("o/", directory.offer_offline_copy, name="offline-copy"),
    path("o/c/", directory.offline_copy_file, name="copy"),
    path("w.js", directory.service_worker, name="worker"),
    path("z/", key_figures.show, name="key-figures"),
    path("z/figures.csv", key_figures.figures_file, name="open-data-figures"),
    path("z/dictionary.csv", key_figures.dictionary_file, name="open-data-dictionary"),
    path("z/catalog.jsonld", key_figures.catalog, name="open-data-catalog"),
    path("guidance/", guidance.library, name="guidance"),
    path("guidance/rights/", guidance.rights, name="guidance-rights"),
    path("guidance/feed.xml", guidance.feed, name="guidance-feed"),
    path("guidance/<uuid:ref>/", guidance.product, name="guidance-product"),
    path("guidance/<uuid:ref>/<slug:code>/", guidance.file, name="guidance-file"),
    path("guidance/<uuid:ref>/figures/<slug:digest>/", guidance.figure, name="guidance-figure"),
    path("commitments/", commitments.index, name="commitments"),
    path("commitments/feed.xml", commitments.feed, name="commitments-feed"),
    path("commitments/<uuid:ref>/", commitments.show, name="commitment"),
    path("consultations/", consultations.index, name="consultations"),
    path("consultations/<uuid:ref>/", consultations.show, name="consultation"),
    # What a code opens: its cookie is sent to these addresses alone.
    path("v/", consultations.my_contribution, name="my-contribution"),
    path("v/add/", consultations.add, name="my-contribution-add"),
    path("v/stop/", consultations.withdraw, name="my-contribution-withdraw"),
    path("v/end/", consultations.end, name="my-contribution-end"),
    path("v/leave/", consultations.leave, name="my-contribution-leave"),
    # What the code of a badge opens: its cookie is sent to these addresses alone.
    path("p/", my_training.my_training, name="my-training"),
    path("p/end/", my_training.end, name="my-training-end"),
    path("p/leave/", my_training.leave, name="my-training-leave"),
    path("p/plan/", training_after.plan, name="my-training-plan"),
    path("p/reaction/", training_after.react, name="my-training-reaction"),
    path("p/superior/", training_after.name_supervisor, name="my-training-superior"),
    path("p/stop/", training_after.stop, name="my-training-stop"),
    # What a link in a mail opens.
    path("u/<slug:token>/", training_after.follow_up, name="training-follow-up"),
    path("u/s/<slug:token>/", training_after.supervisor, name="training-supervisor"),
    path("f/<uuid:ref>/", surveys.answer_survey, name="form"),
    path("f/<uuid:ref>/<str:name>", surveys.survey_file, name="form-file"),
    path("h/", help_requests.ask_for_help, name="help-request-new"),
    # What a code opens: its cookie is sent to these addresses alone.
    path("m/", my_request.my_request, name="my-request"),
    path("m/receipt/", my_request.receipt, name="receipt"),
    path("m/add/", my_request.add, name="my-request-add"),
    path("m/contact/", my_request.contact, name="my-request-contact"),
    path("m/sharing/", my_request.sharing, name="my-request-sharing"),
    path("m/stop/", my_request.withdraw, name="my-request-withdraw"),
    path("m/end/", my_request.end, name="my-request-end"),
    path("m/leave/", my_request.leave, name="my-request-leave"),
]
