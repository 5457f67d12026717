"""A form filled in where there is no network: its words and its photos are kept, and arrive."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from amparo.foundation.fieldwork.models import Form
from amparo.pillars.assistance.models import FormFilled
from tests.telephone import until

# Minutes long, and impatient where other work runs beside it: in `make test-postgres`.

SPOKEN = ",".join(
    f"label::{each}" for each in ("English (en)", "Español (es)", "Français (fr)", "العربية (ar)")
)
WORKBOOK = "\n".join((
    f"survey,type,name,{SPOKEN},bind::amparo:purpose,bind::amparo:sensitivity",
    ",text,told,What they tell,Qué cuenta,Ce qu’ils disent,ما يقولونه,case_management,narrative",
    ",image,photo,A photo,Una foto,Une photo,صورة,case_management,narrative",
    "settings,form_title,form_id,version,namespaces",
    ',Visit,field_visit,1,"amparo=""https://amparo.example/xforms"""',
))  # fmt: skip
# All that the worker was told to keep of the form engine lies here.
ENGINE = """() => fetch("/campo/sw.js").then((answer) => answer.text()).then(async (script) => {
  const { engine } = JSON.parse(script.slice(script.indexOf("{"), script.indexOf(";\\n")));
  const kept = await Promise.all(engine.map((url) => caches.match(url)));
  return kept.every(Boolean);
})"""


@pytest.fixture
def visit(data_officer):
    """A form that asks what they tell, and for a photo."""
    version = Form.bring(io.BytesIO(WORKBOOK.encode()), by=data_officer)
    assert version.errors == []
    version.publish(by=data_officer)
    return version


@pytest.fixture
def photo():
    """Larger than two pieces."""
    kept = io.BytesIO()
    Image.effect_noise((1000, 1000), 90).convert("RGB").save(kept, "JPEG", quality=95)
    assert len(kept.getvalue()) > 2 * 256 * 1024
    return {"name": "house.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def test_a_form_with_a_photo_is_filled_in_without_a_network(
    in_hand, visit, photo, case, caseworker
):
    phone = in_hand(caseworker)
    until(phone.page, ENGINE, seconds=60)
    phone.away().reload().unlocked()
    phone.open(f"/case/{case.ref}/form")
    phone.page.locator(".tasks a").click()
    room = phone.page.frame_locator("iframe")
    answer = room.locator("input[type=text], textarea").first
    answer.fill("She walked for a week.", timeout=60_000)
    phone.page.wait_for_timeout(4000)

    phone.reload().unlocked()
    expect(room.locator("input[type=text], textarea").first).to_have_value(
        "She walked for a week.", timeout=60_000
    )
    room.locator("input[type=file]").first.set_input_files(photo)
    expect(room.locator("img").first).to_be_visible(timeout=20_000)
    room.locator(".p-button", has_text="").last.click()
    expect(phone.page.locator(".summary")).to_be_visible(timeout=20_000)
    assert phone.unsent == 1
    assert len(phone.states()) > 3, "the photo lies there in pieces"
    assert "She walked" not in phone.lies_here()

    phone.back().sync().sent()
    filled = FormFilled.objects.get(case=case)
    assert "She walked for a week." in filled.answers
    assert filled.files.count() == 1
