"""Addresses that say nothing: whoever looks over a shoulder learns no need from them."""

from django.urls import path

from . import asking, filling, keeping, mine, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("n/<int:number>/", views.services, name="services"),
    path("n/<int:number>/p/", views.nearby, name="nearby"),
    path("s/<uuid:ref>/", views.service, name="service"),
    path("t/", views.numbers, name="numbers"),
    path("r/", views.rights, name="rights"),
    path("k/", views.kept, name="kept"),
    path("o/", keeping.keep, name="keep"),
    path("o/c/", keeping.copy, name="copy"),
    path("w.js", keeping.worker, name="worker"),
    path("f/<uuid:ref>/", filling.fill_in, name="form"),
    path("f/<uuid:ref>/<str:name>", filling.file, name="form-file"),
    path("h/", asking.ask, name="ask"),
    # What a code opens: its cookie is sent to these addresses alone.
    path("m/", mine.mine, name="my-request"),
    path("m/receipt/", mine.receipt, name="receipt"),
    path("m/add/", mine.add, name="my-request-add"),
    path("m/contact/", mine.contact, name="my-request-contact"),
    path("m/sharing/", mine.sharing, name="my-request-sharing"),
    path("m/stop/", mine.withdraw, name="my-request-withdraw"),
    path("m/end/", mine.end, name="my-request-end"),
    path("m/leave/", mine.leave, name="my-request-leave"),
]
