"""Addresses of translation and its review."""

from django.urls import path

from ..views import translation, worklists

_LANGUAGE = "guidance/<uuid:ref>/translations/<slug:language>/"
urlpatterns = [
    path("guidance/translations/", worklists.translations, name="translations-waiting"),
    path("guidance/translations/reviews/", worklists.reviews, name="reviews-waiting"),
    path("guidance/<uuid:ref>/translations/", translation.index, name="translations"),
    path(_LANGUAGE, translation.language_page, name="translation"),
    path(f"{_LANGUAGE}file/", translation.download, name="translation-file"),
    path(f"{_LANGUAGE}import/", translation.import_file, name="translation-import"),
    path(f"{_LANGUAGE}publish/", translation.publish, name="translation-publish"),
    path(f"{_LANGUAGE}<uuid:section>/", translation.section, name="translation-section"),
    path("guidance/texts/<uuid:ref>/review/", translation.review, name="text-review"),
]
