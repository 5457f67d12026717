"""Addresses of broadcasts."""

from django.urls import path

from ..views import broadcasts

app_name = "broadcasts"
_ONE = "broadcasts/<uuid:ref>/"
urlpatterns = [
    path("broadcasts/", broadcasts.index, name="broadcasts"),
    path("broadcasts/subscriptions/", broadcasts.subscriptions, name="subscriptions"),
    path("broadcasts/new/", broadcasts.new, name="broadcast-new"),
    path(_ONE, broadcasts.show, name="broadcast"),
    path(f"{_ONE}edit/", broadcasts.edit, name="broadcast-edit"),
    path(f"{_ONE}submit/", broadcasts.submit, name="broadcast-submit"),
    path(f"{_ONE}return/", broadcasts.give_back, name="broadcast-return"),
    path(f"{_ONE}approve/", broadcasts.approve, name="broadcast-approve"),
    path(f"{_ONE}pause/", broadcasts.pause, name="broadcast-pause"),
    path(f"{_ONE}resume/", broadcasts.resume, name="broadcast-resume"),
    path(f"{_ONE}leave-out/", broadcasts.leave_out, name="broadcast-leave-out"),
    path(f"{_ONE}stop/", broadcasts.stop, name="broadcast-stop"),
]
