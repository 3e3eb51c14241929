"""The patient's page in a real browser, on a phone's screen, against a served twin."""

import re

from playwright.sync_api import Browser, Page, expect

from browser_bench import keep
from support import proves

PHONE = {"width": 390, "height": 844}
HOLD_MS = 2_600
SOON_MS = 30_000


def phone_at(chromium: Browser, address: str) -> Page:
    page = chromium.new_page(viewport={"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(address)
    return page


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


def bring_time_forward(chromium: Browser, demo: dict[str, str]) -> None:
    """On the bench page, until the bolus of ten minutes is over; then at the wall's pace again."""
    bench = chromium.new_page()
    bench.goto(demo["bench"])
    bench.get_by_role("button", name="600x", exact=True).click()
    expect(bench.locator("body")).to_contain_text("patient bolus delivered", timeout=SOON_MS)
    bench.get_by_role("button", name="1x", exact=True).click()


@proves("B2", "T3")
def test_a_dose_is_granted_once_and_then_denied_with_the_time_to_go(chromium: Browser, demo: dict[str, str]):
    page = phone_at(chromium, demo["patient"])
    expect(page.locator("#next")).to_have_text("You may ask for a dose.", timeout=SOON_MS)
    expect(page.locator("#remaining")).to_have_text(re.compile(r"^(20\.00|19\.\d\d) mL$"))
    hold(page)
    says(page, "Granted: the pump gives it now.")
    keep(page, "patient-granted")
    bring_time_forward(chromium, demo)
    expect(page.locator("#next")).to_have_text(re.compile(r"^In 3 h \d+ min\.$"), timeout=SOON_MS)
    expect(page.locator("#left")).to_have_text("3")
    hold(page)
    says(page, "Denied: it is too early after the last one; 3 h ")
    keep(page, "patient-denied")


def test_a_short_touch_asks_for_nothing_and_a_key_that_is_held_asks(chromium: Browser, demo: dict[str, str]):
    page = phone_at(chromium, demo["patient"])
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
def test_one_phone_comes_in_by_the_code_and_another_does_not(chromium: Browser, demo: dict[str, str]):
    phone = phone_at(chromium, demo["phone"])
    expect(phone.locator("h1")).to_have_text("Pair this phone")
    phone.locator("#code").fill("12345")
    phone.get_by_role("button", name="Pair").click()
    says(phone, "That is not the code")
    phone.locator("#code").fill(demo["code"])
    keep(phone, "patient-pairing")
    phone.get_by_role("button", name="Pair").click()
    expect(phone.locator("h1")).to_have_text("Your pump", timeout=SOON_MS)
    expect(phone.locator("#state")).to_have_text("Running", timeout=SOON_MS)
    other = phone_at(chromium, demo["phone"])
    other.locator("#code").fill(demo["code"])
    other.get_by_role("button", name="Pair").click()
    says(other, "That is not the code, or it was used before")
