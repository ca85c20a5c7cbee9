"""The editor saves by itself; a teacher who saves meanwhile loses nothing."""

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.journeys.editor import settle, sign_in

pytestmark = pytest.mark.browser


def is_autosave(sent: Request) -> bool:
    return sent.headers.get("accept") == "application/json"


def test_saving_by_hand_waits_for_the_saving_under_way(page: Page, live_site: str) -> None:
    sign_in(page, live_site, "teacher", "/admin/new-material/")
    settle(page)
    with page.expect_response(lambda answer: is_autosave(answer.request)):
        page.fill("#id_title", "Lumen sulaminen")
    settle(page)
    held: list[Route] = []
    order: list[str] = []

    def one_held(route: Route, sent: Request) -> None:
        if sent.method == "POST":
            order.append("by itself" if is_autosave(sent) else "by hand")
        if sent.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/admin/pages/*/edit/", one_held)
    with page.expect_request(is_autosave):
        page.fill("#id_description", "Lumi sulaa.")
    page.fill("#id_description", "Lumi sulaa keväällä.")
    page.get_by_role("button", name="Tallenna luonnos").last.click()
    page.wait_for_timeout(1000)
    assert order == ["by itself"]
    held[0].continue_()
    expect(page.locator(".messages .success").first).to_be_visible()
    assert order == ["by itself", "by hand"]
    expect(page.locator("#id_description")).to_have_value("Lumi sulaa keväällä.")
    # What is written next is saved by itself: nobody is taken for another author.
    settle(page)
    with page.expect_response(lambda answer: is_autosave(answer.request)) as answer:
        page.fill("#id_title", "Lumen sulaminen keväällä")
    assert answer.value.status == 200
