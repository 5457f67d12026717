"""Addresses of transfers."""

from django.urls import path

from .views import office_transfers, transfer_requests, transfers

app_name = "transfers"
urlpatterns = [
    path("cases/<uuid:ref>/transfer/", transfers.new, name="transfer-new"),
    path("transfers/", transfers.index, name="transfers"),
    path("transfers/many/", office_transfers.new, name="transfers-many"),
    path("transfers/<uuid:ref>/", transfers.show, name="transfer"),
    path("transfers/<uuid:ref>/accept/", transfers.accept, name="transfer-accept"),
    path("transfers/<uuid:ref>/decline/", transfers.decline, name="transfer-decline"),
    path("transfers/<uuid:ref>/take-back/", transfers.take_back, name="transfer-take-back"),
    path("take-overs/new/", transfer_requests.new, name="take-over-new"),
    path("take-overs/<uuid:ref>/", transfer_requests.show, name="take-over"),
    path(
        "take-overs/<uuid:ref>/hand-over/", transfer_requests.hand_over, name="take-over-hand-over"
    ),
    path("take-overs/<uuid:ref>/decline/", transfer_requests.decline, name="take-over-decline"),
]
