"""The tools that watch over the pages see what they are there to see."""

from tests.browser import audit, overflows


def test_a_complaint_in_the_console_is_a_fault(phone, faults):
    phone("ar").evaluate("console.error('something broke')")
    assert any("something broke" in fault for fault in faults)
    faults.clear()


def test_a_page_that_asks_another_machine_is_a_fault(phone, faults):
    phone().set_content("<img src='http://elsewhere.invalid/pixel.png' alt=''>")
    assert any("asked another machine" in fault for fault in faults)
    faults.clear()


def test_what_a_page_may_not_do_is_a_fault(desk, faults):
    desk().set_content(
        "<meta http-equiv='Content-Security-Policy' content=\"style-src 'self'\">"
        "<p style='color: red'>Hello</p>"
    )
    assert any("Content Security Policy" in fault for fault in faults)
    faults.clear()


def test_a_page_wider_than_a_phone_is_seen(phone):
    page = phone()
    page.set_content("<meta name='viewport' content='width=device-width'><p>Narrow")
    assert overflows(page) == []
    page.set_content(
        "<meta name='viewport' content='width=device-width'><table style='width: 900px'><tr><td>x"
    )
    assert "<table" in overflows(page)[0]


def test_an_image_without_words_is_seen(desk):
    page = desk()
    page.set_content("<html lang=es><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    assert any("image-alt" in problem for problem in audit(page))
