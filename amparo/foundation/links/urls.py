"""Addresses of the chain from unmet needs to outcomes."""

from django.urls import path

from .views import chain

app_name = "links"
urlpatterns = [
    path("chain/", chain.index, name="chain"),
    path("chain/patterns/<uuid:ref>/", chain.pattern, name="pattern"),
    path("chain/<slug:kind>/<uuid:ref>/", chain.connect, name="connect"),
    path("chain/links/<uuid:ref>/remove/", chain.remove, name="link-remove"),
]
