"""A form that answers at once, on a telephone: nothing is lost, and nobody else is asked."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.dynamic_forms import choose_language
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.foundation.fieldwork.models import Form
from amparo.pillars.assistance.case_forms.models import CaseForm, CaseFormDraft
from amparo.pillars.assistance.planning.models import FollowUp
from tests.support.browser import audit, overflows

ABOUT = "bind::amparo:purpose,bind::amparo:sensitivity,bind::amparo:target"
SPOKEN = ("English (en)", "Español (es)", "Français (fr)", "العربية (ar)")
FORM = f"""\
survey,type,name,{",".join(f"label::{each}" for each in SPOKEN)},appearance,{ABOUT}
,text,name,Name,Nombre,Nom,الاسم,,case_management,identity,person.given_names
,begin group,tale,Her story,Su historia,Son histoire,قصتها,,,,
,text,story,What happened?,¿Qué pasó?,Que s’est-il passé ?,ماذا حدث؟,multiline,case_management,narrative,note.text
,integer,age,Age,Edad,Âge,العمر,,case_management,identity,
,date,day,When?,¿Cuándo?,Quand ?,متى؟,,case_management,plain,
,select_multiple needs,needs,Needs,Necesidades,Besoins,الاحتياجات,,case_management,plain,
,select_one needs,first,The first,La primera,Le premier,الأول,minimal,case_management,plain,
,end group,,,,,,,,,
,image,wound,A picture,Una foto,Une photo,صورة,,case_management,narrative,
,geopoint,where,Where?,¿Dónde?,Où ?,أين؟,,case_management,location,
,begin repeat,child,A child,Una hija,Un enfant,طفل,,,,
,text,called,Its name,Su nombre,Son nom,اسمه,,case_management,identity,
,end repeat,,,,,,,,,
,text,leaflet,For our leaflet,Para el folleto,Pour le dépliant,للمنشور,,photo_media,narrative,
choices,list_name,name,{",".join(f"label::{each}" for each in SPOKEN)}
,needs,food,Food,Comida,Nourriture,طعام
,needs,bed,A bed,Una cama,Un lit,سرير
settings,form_title,form_id,version,namespaces
,A talk,a_talk,1,"amparo=""https://amparo.example/xforms""\"
"""  # noqa: E501 - one row of a spreadsheet is one line


@pytest.fixture
def version(db):
    version = Form.upload(io.BytesIO(FORM.encode()), by=None)
    version.publish(by=None)
    return version


class Screen:
    """One form about one case, as it stands on a page."""

    def __init__(self, page, case, version):
        self.page, self.version = page, version
        self.url = f"/cases/{case.ref}/forms/{version.ref}/screen/"
        self.open()

    def open(self):
        self.page.goto(self.url)
        expect(self.page.locator(".odk-form")).to_be_visible()
        self.language = self.page.locator("html").get_attribute("lang")

    def asked(self, name):
        """The question, by its words in the language of the reader."""
        spoken = next(each for each in SPOKEN if f"({self.language})" in each)
        filled = evaluate_form(
            self.version.opened, {}, language=choose_language(self.version.languages, spoken)
        )
        words = next(each.label() for each in filled if each.question.name == name)
        label = self.page.locator(".control-text label").get_by_text(words, exact=True)
        return self.page.locator(".question-container").filter(has=label)

    def choose(self, name, value):
        self.asked(name).locator(f"label:has(input[value='{value}'])").click()

    def send(self):
        with self.page.expect_navigation(url="**/filled/**"):
            self.page.locator(".odk-form .footer button").click()


def test_a_follow_up_in_arabic_outlives_a_tab_that_was_killed(
    phone_page, sign_in, caseworker, data_officer, case
):
    [version] = [
        each
        for each in standard_forms.add_standard_forms(by=data_officer)
        if "f13" in each.form.code
    ]
    version.publish(by=data_officer)
    page = sign_in(phone_page("ar", timezone_id="America/La_Paz"), caseworker)
    screen = Screen(page, case, version)
    form = page.locator("amparo-form [data-part=form]")
    expect(form).to_have_attribute("dir", "rtl")
    expect(form).to_have_attribute("lang", "ar")
    expect(screen.asked("case_number").locator("input")).to_have_value(case.number)
    day = f"{case.office.today():%d/%m/%Y}"
    expect(screen.asked("asked_on").locator("input")).to_have_value(day)
    screen.choose("mode", "visit")
    screen.choose("reached", "no")
    expect(page.locator(".draft-saved")).not_to_be_empty()
    page.close()
    screen.page = page.context.new_page()
    screen.open()
    expect(screen.asked("mode").locator("input[value=visit]")).to_be_checked()
    expect(screen.asked("reached").locator("input[value=no]")).to_be_checked()
    screen.page.locator(".odk-form .footer button").click()
    expect(screen.page.locator(".form-error-message")).to_be_visible()
    screen.choose("worried", "no")
    screen.send()
    filled = CaseForm.objects.get()
    assert filled.findings == []
    assert FollowUp.objects.get(case=case).mode == "visit"
    assert not CaseFormDraft.objects.exists()


def test_a_picture_goes_along_and_what_is_not_agreed_to_is_not_asked(
    phone_page, sign_in, caseworker, case, version, tmp_path
):
    Image.new("RGB", (640, 480), "teal").save(tmp_path / "wound.jpg")
    page = sign_in(phone_page("es"), caseworker)
    screen = Screen(page, case, version)
    expect(screen.asked("name").locator("input")).to_have_value(case.person.given_names)
    expect(page.get_by_text("Para el folleto")).to_have_count(0)
    screen.asked("story").locator("textarea").fill("Caminó una semana.")
    choose = screen.asked("wound").locator("input[type=file]").last
    choose.set_input_files(tmp_path / "wound.jpg")
    expect(screen.asked("wound").locator("img")).to_be_visible()
    expect(page.locator(".draft-saved")).not_to_be_empty()
    assert CaseFormDraft.objects.get().files.count() == 1
    screen.open()
    expect(screen.asked("wound").locator("img")).to_be_visible()
    expect(screen.asked("story").locator("textarea")).to_have_value("Caminó una semana.")
    screen.send()
    filled = CaseForm.objects.get()
    assert filled.findings == []
    assert filled.files.get().kind == "image/jpeg"
    expect(page.locator("#files")).to_be_visible()


def test_a_long_plain_page_is_kept_while_one_writes(
    phone_page, sign_in, caseworker, case, version
):
    page = sign_in(phone_page("es"), caseworker)
    page.goto(f"/cases/{case.ref}/forms/{version.ref}/")
    page.locator("[name='/data/tale/story']").fill("Caminó")
    expect(page.locator(".draft-saved")).not_to_be_empty()
    page.locator("[name='/data/tale/story']").fill("Caminó una semana.")
    page.goto("/")  # gone before the pause was over
    for _look in range(30):  # what a page sends while it closes may arrive after the next page
        page.goto(f"/cases/{case.ref}/forms/{version.ref}/")
        if page.locator("[name='/data/tale/story']").input_value() == "Caminó una semana.":
            break
    expect(page.locator("[name='/data/tale/story']")).to_have_value("Caminó una semana.")


@pytest.mark.parametrize(("language", "size"), [("es", "phone_page"), ("ar", "desktop_page")])
def test_everybody_can_use_it(language, size, request, sign_in, caseworker, case, version):
    page = sign_in(request.getfixturevalue(size)(language), caseworker)
    screen = Screen(page, case, version)
    assert audit(page) == []
    assert overflows(page) == []
    screen.asked("day").locator("input").click()
    expect(page.locator(".p-datepicker-panel")).to_be_visible()
    direction = "rtl" if language == "ar" else "ltr"
    expect(page.locator(".p-datepicker-panel")).to_have_attribute("dir", direction)
    page.keyboard.press("Escape")
    screen.asked("first").locator("[role=combobox]").click()
    expect(page.get_by_role("option").first).to_be_visible()
