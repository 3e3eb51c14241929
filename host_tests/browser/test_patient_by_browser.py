"""The patient's page in a real browser, on a phone's screen, against a served twin."""

import re

from live_demo import SOON_MS, LiveDemo, browser, demo, keep_screen, page_of  # noqa: F401
from playwright.sync_api import Browser, Page, expect

from support import proves

PHONE = (390, 844)
HOLD_MS = 2_600


def hold(page: Page, for_ms: float = HOLD_MS) -> None:
    """The button, with a finger."""
    box = page.locator("#ask").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(for_ms)
    page.mouse.up()


def says(page: Page, words: str) -> None:
    expect(page.locator("#answer")).to_contain_text(words, timeout=SOON_MS)


def bring_time_forward(bench: Page) -> None:
    """Until the bolus of ten minutes is over; then at the wall's pace again."""
    bench.get_by_role("button", name="600x", exact=True).click()
    expect(bench.locator("body")).to_contain_text("patient bolus delivered", timeout=SOON_MS)
    bench.get_by_role("button", name="1x", exact=True).click()


@proves("B2", "T3")
def test_a_dose_is_granted_once_and_then_denied_in_the_lockout_with_the_time_to_go(demo: LiveDemo, browser: Browser):  # noqa: F811
    page = page_of(browser, demo.addresses["patient"], *PHONE)
    expect(page.locator("#next")).to_have_text("You may ask for a dose.", timeout=SOON_MS)
    expect(page.locator("#remaining")).to_have_text(re.compile(r"^(20\.00|19\.\d\d) mL$"))
    hold(page)
    says(page, "Granted: the pump gives it now.")
    keep_screen(page, "patient-granted")
    bring_time_forward(page_of(browser, demo.addresses["bench"]))
    expect(page.locator("#next")).to_have_text(re.compile(r"^The next one in 3 h \d+ min\.$"), timeout=SOON_MS)
    expect(page.locator("#left")).to_have_text("3")
    hold(page)
    says(page, "Denied: the lockout of the last bolus is not over; 3 h ")
    keep_screen(page, "patient-denied")


def test_a_short_touch_asks_for_nothing_and_a_key_that_is_held_asks(demo: LiveDemo, browser: Browser):  # noqa: F811
    page = page_of(browser, demo.addresses["patient"], *PHONE)
    expect(page.locator("#state")).to_have_text("Running", timeout=SOON_MS)
    hold(page, 700)
    page.wait_for_timeout(2_000)
    expect(page.locator("#answer")).to_have_text("")
    expect(page.locator("#left")).to_have_text("4")
    page.locator("#ask").focus()
    page.keyboard.down("Space")
    page.wait_for_timeout(HOLD_MS)
    page.keyboard.up("Space")
    says(page, "Granted")


@proves("T3")
def test_a_phone_comes_in_by_the_code_that_the_computer_shows_and_another_does_not(demo: LiveDemo, browser: Browser):  # noqa: F811
    address = demo.addresses["patient's phone"]
    phone = page_of(browser, address, *PHONE)
    expect(phone.locator("h1")).to_have_text("Pair this phone")
    phone.locator("#code").fill("12345")
    phone.get_by_role("button", name="Pair").click()
    says(phone, "That is not the code")
    phone.locator("#code").fill(demo.code())
    keep_screen(phone, "patient-pairing")
    phone.get_by_role("button", name="Pair").click()
    expect(phone.locator("h1")).to_have_text("Your pump", timeout=SOON_MS)
    expect(phone.locator("#state")).to_have_text("Running", timeout=SOON_MS)
    other = page_of(browser, address, *PHONE)
    other.locator("#code").fill(demo.code())
    other.get_by_role("button", name="Pair").click()
    says(other, "That is not the code, or it was used before")
