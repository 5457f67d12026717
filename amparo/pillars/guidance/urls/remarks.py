"""Addresses of guidance beside a step, and of remarks on it."""

from django.urls import path

from ..views import remarks

urlpatterns = [
    path("guidance/remarks/<uuid:ref>/", remarks.show, name="remark"),
    path("guidance/editions/<uuid:ref>/remark/", remarks.new, name="remark-new"),
]
