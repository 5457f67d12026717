"""Addresses of guidance beside a step, and of remarks on it."""

from django.urls import path

from ..views import remarks

urlpatterns = [
    path("guidance/remarks/", remarks.index, name="remarks"),
    path("guidance/remarks/<uuid:ref>/", remarks.show, name="remark"),
    path("guidance/remarks/<uuid:ref>/answer/", remarks.answer, name="remark-answer"),
    path("guidance/editions/<uuid:ref>/remark/", remarks.new, name="remark-new"),
]
