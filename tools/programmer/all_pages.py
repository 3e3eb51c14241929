"""The pages that `pump programmer` serves, in the order of the menu. Another page is one line more."""

from programmer import status_page, therapy_page
from programmer.pages import Page

PAGES = [
    Page("/", "Status", status_page.build),
    Page("/therapy", "Therapy", therapy_page.build),
]
