"""Where every page of the house can be found."""

urlpatterns = []
