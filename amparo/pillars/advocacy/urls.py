"""Addresses of what people tell us, and of what we changed because of it."""

from django.urls import path

from .views import complaints, deeds, rules, trends, you_said

app_name = "advocacy"
urlpatterns = [
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/new/", complaints.new, name="complaint-new"),
    path("complaints/new/code/", complaints.receipt, name="complaint-receipt"),
    path("complaints/trends/", trends.show, name="complaint-trends"),
    path("complaints/<uuid:ref>/", complaints.show, name="complaint"),
    path("complaints/<uuid:ref>/close/", deeds.close, name="complaint-close"),
    path("complaints/<uuid:ref>/delete/", deeds.delete, name="complaint-delete"),
    path("complaints/<uuid:ref>/<slug:deed>/", deeds.step, name="complaint-step"),
    path("offices/<uuid:ref>/complaints/", rules.edit, name="complaint-rules"),
    path("you-said/", you_said.index, name="you-said"),
    path("you-said/new/", you_said.new, name="you-said-new"),
    path("you-said/<uuid:ref>/", you_said.edit, name="you-said-entry"),
    path("you-said/<uuid:ref>/approve/", you_said.endorse, name="you-said-approve"),
    path("you-said/<uuid:ref>/take-down/", you_said.take_down, name="you-said-take-down"),
]
