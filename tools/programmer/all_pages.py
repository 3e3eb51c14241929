"""The pages that `pump programmer` serves, in the order of the menu. Another page is one line more."""

from programmer import bolus_page, log_page, refill_page, report_page, status_page, therapy_page
from programmer.pages import Page

PAGES = [
    Page("/", "Status", status_page.build),
    Page("/therapy", "Therapy", therapy_page.build),
    Page("/boluses", "Boluses", bolus_page.build),
    Page("/refill", "Refill", refill_page.build),
    Page("/log", "Log", log_page.build),
    Page("/report", "Report", report_page.build),
]
