"""Addresses of complaints, which say nothing to whoever looks over a shoulder."""

from django.urls import path

from . import mine, telling

urlpatterns = [
    path("c/", telling.complain, name="public-complain"),
    path("y/", telling.you_said, name="public-you-said"),
    # What a code opens: its cookie is sent to these addresses alone.
    path("q/", mine.mine, name="public-complaint-code"),
    path("q/code/", mine.receipt, name="public-complaint-receipt"),
    path("q/add/", mine.add, name="public-complaint-add"),
    path("q/reach/", mine.reach, name="public-complaint-reach"),
    path("q/judge/", mine.judge, name="public-complaint-judge"),
    path("q/stop/", mine.withdraw, name="public-complaint-withdraw"),
    path("q/end/", mine.end, name="public-complaint-end"),
    path("q/leave/", mine.leave, name="public-complaint-leave"),
]
