"""URLs of complaints: they say nothing to whoever looks over a shoulder."""

from django.urls import path

from .views import complaints

urlpatterns = [
    path("c/", complaints.complain, name="public-complaint-new"),
    path("y/", complaints.you_said, name="public-complaint-changes"),
    # What a code opens: its cookie is sent to these addresses alone.
    path("q/", complaints.my_complaint, name="public-complaint-code"),
    path("q/code/", complaints.receipt, name="public-complaint-receipt"),
    path("q/add/", complaints.add, name="public-complaint-add"),
    path("q/reach/", complaints.change_contact, name="public-complaint-contact"),
    path("q/judge/", complaints.judge, name="public-complaint-judge"),
    path("q/stop/", complaints.withdraw, name="public-complaint-withdraw"),
    path("q/end/", complaints.end, name="public-complaint-end"),
    path("q/leave/", complaints.leave, name="public-complaint-leave"),
]
