"""Where persons, families and communities can be found: by ref, never by name."""

app_name = "people"
urlpatterns: list = []
