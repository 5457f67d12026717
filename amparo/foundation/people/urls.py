"""Where persons, families and communities can be found: by ref, never by name."""

from django.urls import path

from .views import communities, comparing, consents, families, messages, pairs, persons, shared

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
    path("pairs/", pairs.index, name="pairs"),
    path("pairs/<uuid:ref>/", pairs.show, name="pair"),
    path("pairs/<uuid:ref>/decide/", pairs.decide, name="pair-decide"),
    path("comparing/", comparing.index, name="comparing"),
    path("comparing/begin/", comparing.begin, name="comparing-begin"),
    path("comparing/<uuid:ref>/stop/", comparing.stop, name="comparing-stop"),
    path("<uuid:ref>/functioning/new/", persons.ask_functioning, name="functioning-new"),
    path("<uuid:ref>/consents/new/", consents.ask, name="consent-new"),
    path("consents/<uuid:ref>/withdraw/", consents.withdraw, name="consent-withdraw"),
    path("exceptions/<uuid:ref>/", consents.review, name="exception-decide"),
    path("<uuid:ref>/families/new/", families.new, name="family-new"),
    path("families/<uuid:ref>/", families.show, name="family"),
    path("families/<uuid:ref>/members/new/", families.new_member, name="family-member-new"),
    path("members/<uuid:ref>/head/", families.head, name="family-head"),
    path("members/<uuid:ref>/separate/", families.separate, name="family-separate"),
    path("shared/", shared.index, name="shared-with-us"),
    path("shared/<uuid:ref>/end/", shared.end, name="share-end"),
    path("communities/", communities.index, name="communities"),
    path("communities/new/", communities.new, name="community-new"),
    path("communities/<uuid:ref>/", communities.show, name="community"),
    path("communities/<uuid:ref>/edit/", communities.edit, name="community-edit"),
]
