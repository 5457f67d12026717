"""Addresses of intake."""

from django.urls import path

from .views import imports, registration, screenings

app_name = "intake"
urlpatterns = [
    path("register/", registration.register, name="register"),
    path("register/alike/", registration.alike, name="alike"),
    path("register/institution/", registration.institutions, name="institutions"),
    path("register/<slug:kind>/<uuid:ref>/", registration.open_case, name="case-open"),
    path("cases/<uuid:ref>/screenings/", screenings.last, name="screening-last"),
    path("cases/<uuid:ref>/screenings/next/", screenings.go_on, name="screening-next"),
    path("cases/<uuid:ref>/screenings/new/", screenings.new, name="screening-new"),
    path("cases/<uuid:ref>/screenings/<uuid:screening>/", screenings.show, name="screening"),
    path(
        "cases/<uuid:ref>/screenings/<uuid:screening>/more/",
        screenings.more,
        name="screening-more",
    ),
    path("registers/", imports.index, name="registers"),
    path("registers/new/", imports.new, name="register-new"),
    path("registers/<uuid:ref>/files/new/", imports.new_file, name="register-file-new"),
    path("registers/files/<uuid:ref>/", imports.show, name="register-file"),
    path("registers/files/<uuid:ref>/columns/", imports.columns, name="register-columns"),
    path("registers/files/<uuid:ref>/bring/", imports.bring, name="register-bring"),
    path("registers/files/<uuid:ref>/leave/", imports.leave, name="register-leave"),
    path("registers/files/<uuid:ref>/go-on/", imports.go_on, name="register-go-on"),
    path("registers/files/<uuid:ref>/to-correct/", imports.to_correct, name="register-to-correct"),
]
