"""Nouns in the path; the verb is the last word and is always POSTed."""

from .htcds import urls as htcds

app_name = "trafficking"
urlpatterns: list = []
urlpatterns += htcds.urlpatterns
