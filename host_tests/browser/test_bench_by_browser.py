"""The bench page in a real browser: what is done there befalls the twin, and the page shows what comes of it."""

import re
import time

from live_demo import SOON_MS, LiveDemo, browser, demo, keep_screen, page_of  # noqa: F401
from playwright.sync_api import Browser, Page, expect

MOST_S = 5.0  # a shared machine; on one that is free it is some 0.2 s


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_kink_shuts_the_clamp_and_raises_its_alarm_on_the_page(demo: LiveDemo, browser: Browser):  # noqa: F811
    page = page_of(browser, demo.addresses["bench"])
    expect(page.locator("#state")).to_have_text("running", timeout=SOON_MS)
    expect(page.locator("#catheter line")).to_have_count(50)
    keep_screen(page, "bench")
    press(page, "Kink the catheter")
    expect(page.locator("#clamp")).to_have_class(re.compile("shut"), timeout=SOON_MS)
    press(page, "3600x")
    expect(page.get_by_text("no-delivery (high)").first).to_be_visible(timeout=SOON_MS)
    press(page, "1x")
    expect(page.locator("#state")).to_have_text("stopped", timeout=SOON_MS)
    expect(page.locator("#pressure")).to_have_text(re.compile(r"^\d+\.\d kPa, shut$"))
    keep_screen(page, "bench-no-delivery")


def test_the_load_cells_plug_hangs_loose_and_its_alarm_shows_with_what_to_do(demo: LiveDemo, browser: Browser):  # noqa: F811
    page = page_of(browser, demo.addresses["bench"])
    press(page, "10x")
    press(page, "Unplug it")
    expect(page.locator("#plug-out")).to_have_attribute("visibility", "visible", timeout=SOON_MS)
    expect(page.get_by_text("check its cable; dosing goes on by steps").first).to_be_visible(timeout=SOON_MS)
    press(page, "Plug it in")
    expect(page.locator("#plug-out")).to_have_attribute("visibility", "hidden", timeout=SOON_MS)


def test_the_button_that_is_drawn_is_the_patients(demo: LiveDemo, browser: Browser):  # noqa: F811
    page = page_of(browser, demo.addresses["bench"])
    expect(page.locator("#state")).to_have_text("running", timeout=SOON_MS)
    page.locator("#button").click()
    expect(page.get_by_text("patient bolus granted")).to_be_visible(timeout=SOON_MS)


def test_an_amount_that_cannot_be_is_refused_in_words_and_nothing_happens(demo: LiveDemo, browser: Browser):  # noqa: F811
    page = page_of(browser, demo.addresses["bench"])
    expect(page.locator("#state")).to_have_text("running", timeout=SOON_MS)
    page.get_by_label("rate").fill("500 mL/h")
    press(page, "Free flow")
    expect(page.get_by_text("free-flow.rate: '500 mL/h': at most 100 mL/h")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("Nothing yet.")).to_be_visible()


def test_time_stands_still_and_goes_on_and_a_click_is_answered_quickly(demo: LiveDemo, browser: Browser):  # noqa: F811
    page = page_of(browser, demo.addresses["bench"])
    expect(page.locator("#state")).to_have_text("running", timeout=SOON_MS)
    began_s = time.monotonic()
    press(page, "Pause")
    expect(page.get_by_text("paused: the pump stands still")).to_be_visible(timeout=SOON_MS)
    taken_s = time.monotonic() - began_s
    print(f"from the click to its effect on the page: {taken_s * 1e3:.0f} ms")
    assert taken_s < MOST_S
    still = page.locator("#pump-clock").text_content()
    page.wait_for_timeout(1_500)
    assert page.locator("#pump-clock").text_content() == still
    press(page, "60x")
    expect(page.locator("#pump-clock")).not_to_have_text(still or "", timeout=SOON_MS)
