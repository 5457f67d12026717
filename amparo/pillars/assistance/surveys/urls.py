"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import collection, dues, exports, instruments, prompts, rounds

app_name = "surveys"
urlpatterns = [
    path("cases/<uuid:ref>/surveys/", rounds.of_case, name="case"),
    path("cases/<uuid:ref>/surveys/new/", collection.begin, name="begin"),
    path("cases/<uuid:ref>/surveys/drafts/<uuid:draft>/", collection.go_on, name="draft"),
    path(
        "cases/<uuid:ref>/surveys/drafts/<uuid:draft>/throw-away/", collection.throw_away,
        name="draft-throw-away",
    ),
    path("cases/<uuid:ref>/surveys/rounds/<uuid:held>/", rounds.show, name="round"),
    path(
        "cases/<uuid:ref>/surveys/rounds/<uuid:held>/correct/", collection.correct,
        name="round-correct",
    ),
    path("cases/<uuid:ref>/surveys/prompts/<uuid:prompt>/", prompts.answer, name="prompt"),
    path("cases/<uuid:ref>/surveys/due/<uuid:due>/cancel/", dues.cancel, name="due-cancel"),
    path("surveys/due/", dues.index, name="due"),
    path("surveys/prompts/", prompts.index, name="prompts"),
    path("surveys/instruments/", instruments.index, name="instruments"),
    path("surveys/instruments/new/", instruments.new, name="instrument-new"),
    path("surveys/instruments/standard/", instruments.add_standard, name="instruments-standard"),
    path("surveys/instruments/<uuid:ref>/", instruments.show, name="instrument"),
    path("surveys/instruments/<uuid:ref>/file/", instruments.file, name="instrument-file"),
    path("surveys/instruments/<uuid:ref>/publish/", instruments.publish,
         name="instrument-publish"),
    path("surveys/instruments/<uuid:ref>/retire/", instruments.retire, name="instrument-retire"),
    path("surveys/instruments/<uuid:ref>/official/", instruments.official,
         name="instrument-official"),
    path("surveys/instruments/<uuid:ref>/rounds/", exports.rounds, name="instrument-rounds"),
    path("surveys/instruments/<uuid:ref>/rounds/take/", exports.take, name="rounds-take"),
]  # fmt: skip
