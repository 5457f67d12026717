"""Addresses of registers that are brought in."""

from django.urls import path

from ..views import registers

urlpatterns = [
    path("registers/", registers.index, name="registers"),
    path("registers/new/", registers.new, name="register-new"),
    path("registers/<uuid:ref>/files/new/", registers.new_file, name="register-file-new"),
    path("registers/files/<uuid:ref>/", registers.show, name="register-file"),
    path("registers/files/<uuid:ref>/columns/", registers.columns, name="register-columns"),
    path("registers/files/<uuid:ref>/bring/", registers.bring, name="register-bring"),
    path("registers/files/<uuid:ref>/leave/", registers.leave, name="register-leave"),
    path("registers/files/<uuid:ref>/go-on/", registers.go_on, name="register-go-on"),
    path(
        "registers/files/<uuid:ref>/to-correct/", registers.to_correct, name="register-to-correct"
    ),
]
