"""Addresses of cases that go to another office, and of asking for them."""

from django.urls import path

from ..views import take_overs, transfers, transfers_of_many

urlpatterns = [
    path("cases/<uuid:ref>/transfer/", transfers.new, name="transfer-new"),
    path("transfers/", transfers.index, name="transfers"),
    path("transfers/many/", transfers_of_many.new, name="transfers-many"),
    path("transfers/<uuid:ref>/", transfers.show, name="transfer"),
    path("transfers/<uuid:ref>/accept/", transfers.accept, name="transfer-accept"),
    path("transfers/<uuid:ref>/decline/", transfers.decline, name="transfer-decline"),
    path("transfers/<uuid:ref>/take-back/", transfers.take_back, name="transfer-take-back"),
    path("take-overs/new/", take_overs.new, name="take-over-new"),
    path("take-overs/<uuid:ref>/", take_overs.show, name="take-over"),
    path("take-overs/<uuid:ref>/hand-over/", take_overs.hand_over, name="take-over-hand-over"),
    path("take-overs/<uuid:ref>/decline/", take_overs.decline, name="take-over-decline"),
]
