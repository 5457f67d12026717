"""Addresses of writing, publishing and withdrawing."""

from django.urls import path

from ..views import products, publication, writing

_EDITION, _SECTION = "guidance/editions/<uuid:ref>/", "guidance/sections/<uuid:ref>/"
urlpatterns = [
    path("guidance/new/", products.new, name="product-new"),
    path("guidance/<uuid:ref>/edit/", products.edit, name="product-edit"),
    path("guidance/<uuid:ref>/import/", products.import_file, name="product-import"),
    path("guidance/<uuid:ref>/write/", writing.write, name="write"),
    path("guidance/<uuid:ref>/next/", writing.begin, name="edition-begin"),
    path("guidance/<uuid:ref>/figures/", writing.new_figure, name="figures"),
    path(f"{_EDITION}edit/", writing.edit_edition, name="edition-edit"),
    path(f"{_EDITION}sections/new/", writing.new_section, name="section-new"),
    path(f"{_EDITION}consult/", publication.consult, name="edition-consult"),
    path(f"{_EDITION}publish/", publication.publish, name="edition-publish"),
    path(f"{_EDITION}withdraw/", publication.withdraw, name="edition-withdraw"),
    path(f"{_EDITION}endorse/", publication.endorse, name="edition-endorse"),
    path(f"{_EDITION}adopt/", publication.adopt, name="edition-adopt"),
    path(f"{_SECTION}write/", writing.write_section, name="section-write"),
    path(f"{_SECTION}steps/", writing.cite_section, name="section-cite"),
    path(f"{_SECTION}items/", writing.link_items, name="section-items"),
    path(f"{_SECTION}move/", writing.move_section, name="section-move"),
    path(f"{_SECTION}remove/", writing.remove_section, name="section-remove"),
    path(f"{_SECTION}comments/", publication.comments, name="section-comments"),
    path("guidance/comments/<uuid:ref>/answer/", publication.resolve, name="comment-resolve"),
    path("guidance/adoptions/<uuid:ref>/end/", publication.end_adoption, name="adoption-end"),
    path("guidance/conflicts/<uuid:ref>/", writing.conflict, name="text-conflict"),
]
