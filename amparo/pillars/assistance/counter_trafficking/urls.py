"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .htcds import urls as htcds
from .views import deciding, protecting, testimonies, ways

app_name = "counter_trafficking"
WAY = "cases/<uuid:ref>/exploitation/<uuid:way>/"
PERIOD = f"{WAY}reflection/<uuid:period>/"
TESTIMONY = f"{WAY}testimony/<uuid:testimony>/"
urlpatterns = [
    path("exploitation/", ways.index, name="ways"),
    path("exploitation/figures/", ways.figures, name="figures"),
    path("cases/<uuid:ref>/exploitation/begin/", ways.begin, name="begin"),
    path(WAY, ways.show, name="way"),
    path(f"{WAY}signs/new/", ways.signs, name="signs-new"),
    path(f"{WAY}determinations/new/", deciding.determination, name="determination-new"),
    path(
        f"{WAY}determinations/<uuid:determination>/other-view/",
        deciding.other_view,
        name="other-view-new",
    ),
    path(f"{WAY}cooperation/new/", deciding.cooperation, name="cooperation-new"),
    path(f"{WAY}facts/new/", deciding.exploitation, name="exploitation-new"),
    path(f"{WAY}events/new/", deciding.event, name="event-new"),
    path(f"{WAY}parts/new/", deciding.perpetrator, name="perpetrator-new"),
    path(f"{WAY}reflection/new/", protecting.reflection, name="reflection-new"),
    path(f"{PERIOD}extend/", protecting.extend, name="reflection-extend"),
    path(f"{PERIOD}end/", protecting.end_early, name="reflection-end"),
    path(f"{WAY}safety/", protecting.safety, name="safety"),
    path(f"{WAY}safety/new/", protecting.new_safety, name="safety-new"),
    path(f"{WAY}safety/<uuid:plan>/look/", protecting.look, name="safety-look"),
    path(f"{WAY}reviews/new/", protecting.review, name="review-new"),
    path(f"{WAY}testimony/new/", testimonies.new, name="testimony-new"),
    path(TESTIMONY, testimonies.show, name="testimony"),
    path(f"{TESTIMONY}open/", testimonies.open_to, name="testimony-open"),
    path(f"{TESTIMONY}erase/", testimonies.erase, name="testimony-erase"),
    path(f"{WAY}openings/<uuid:grant>/shut/", testimonies.shut, name="testimony-shut"),
    *htcds.urlpatterns,
]
