"""URLs of people: by ref, never by name."""

from django.urls import path

from .views import communities, consents, deduplication, families, merges, messages, persons

app_name = "people"
urlpatterns = [
    path("<uuid:ref>/", persons.show, name="person"),
    path("<uuid:ref>/edit/", persons.edit, name="person-edit"),
    path("<uuid:ref>/documents/new/", persons.new_document, name="document-new"),
    path("documents/<uuid:ref>/", persons.document, name="document"),
    path("<uuid:ref>/contacts/new/", persons.new_contact, name="contact-new"),
    path("contacts/<uuid:ref>/", persons.contact, name="contact"),
    path("<uuid:ref>/messages/new/", messages.new, name="message-new"),
    path("messages/", messages.index, name="messages"),
    path("messages/<uuid:ref>/take-back/", messages.take_back, name="message-take-back"),
    path("duplicates/", deduplication.list_pairs, name="duplicates"),
    path("duplicates/<uuid:ref>/", deduplication.show_pair, name="duplicate"),
    path("duplicates/<uuid:ref>/decide/", deduplication.decide_pair, name="duplicate-decide"),
    path("deduplication/", deduplication.list_runs, name="deduplication"),
    path("deduplication/start/", deduplication.start_run, name="deduplication-start"),
    path("deduplication/<uuid:ref>/stop/", deduplication.stop_run, name="deduplication-stop"),
    path("<uuid:ref>/functioning/new/", persons.ask_functioning, name="functioning-new"),
    path("<uuid:ref>/consents/new/", consents.new, name="consent-new"),
    path(
        "consents/without-document/",
        consents.list_without_document,
        name="consents-without-document",
    ),
    path("consents/<uuid:ref>/document/", consents.attach_document, name="consent-document-new"),
    path("consent-documents/<uuid:ref>/", consents.document, name="consent-document"),
    path("consents/<uuid:ref>/withdraw/", consents.withdraw, name="consent-withdraw"),
    path("exceptions/<uuid:ref>/", consents.review, name="exception-decide"),
    path("<uuid:ref>/families/new/", families.new, name="family-new"),
    path("families/<uuid:ref>/", families.show, name="family"),
    path("families/<uuid:ref>/members/new/", families.new_member, name="family-member-new"),
    path("members/<uuid:ref>/head/", families.head, name="family-head"),
    path("members/<uuid:ref>/separate/", families.separate, name="family-separate"),
    path(
        "<uuid:ref>/household/<uuid:other>/", families.accept_suggestion, name="household-accept"
    ),
    path(
        "<uuid:ref>/household/<uuid:other>/reject/",
        families.reject_suggestion,
        name="household-reject",
    ),
    path("<uuid:ref>/merge/", merges.search_duplicate, name="merge-search"),
    path("<uuid:ref>/merge/<uuid:other>/", merges.new, name="merge-new"),
    path("merges/<uuid:ref>/", merges.show, name="merge"),
    path("merges/<uuid:ref>/confirm/", merges.confirm, name="merge-confirm"),
    path("merges/<uuid:ref>/refuse/", merges.refuse, name="merge-refuse"),
    path("merges/<uuid:ref>/undo/", merges.undo, name="merge-undo"),
    path("disclosures/", consents.list_disclosures, name="disclosures"),
    path("disclosures/<uuid:ref>/end/", consents.end_disclosure, name="disclosure-end"),
    path("communities/", communities.index, name="communities"),
    path("communities/new/", communities.new, name="community-new"),
    path("communities/<uuid:ref>/", communities.show, name="community"),
    path("communities/<uuid:ref>/edit/", communities.edit, name="community-edit"),
]
