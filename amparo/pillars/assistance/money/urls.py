"""Nouns in the path; the verb is the last word and is always POSTed."""

app_name = "money"
urlpatterns: list = []
