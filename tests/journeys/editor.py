"""What people do in the editor and at the desks, as a person would do it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def sign_in(page: Any, site: str, name: str, then: str) -> None:
    """Sign in with a demo account and go on to `then`."""
    page.goto(f"{site}/fi/login/?next={then}")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", f"{name}-demo")
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile(re.escape(site) + "(?!/fi/login)"))


def add_block(page: Any, name: str) -> Any:
    """Put a block at the end of the lesson; the block's own part of the page."""
    page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    page.get_by_role("listbox").get_by_role("option", name=name, exact=True).click()
    return page.locator("[data-contentpath=body] [data-streamfield-child]").last


def write_markdown(page: Any, text: str) -> None:
    add_block(page, "Markdown-teksti").locator("textarea").fill(text)


def add_picture(page: Any, file: Path, alternative: str) -> None:
    """Upload a picture from within the editor and say what it shows."""
    block = add_block(page, "Kuva")
    block.locator("button[data-chooser-action-choose]:visible").first.click()
    page.locator("#tab-label-upload").click()
    page.set_input_files("#tab-upload input[type=file]", file)
    page.fill("#tab-upload input[name$=title]", "Lukusuora")
    page.click("#tab-upload button[type=submit]")
    page.locator(".modal-body").wait_for(state="detached")
    block.locator("input[name$=alt_text]").fill(alternative)
    block.locator("input[name$=own_work]").check()


def add_video(page: Any, file: Path, title: str) -> None:
    """Upload a video from within the editor."""
    block = add_block(page, "Video")
    block.locator("button[data-chooser-action-choose]:visible").first.click()
    page.locator("#tab-label-create").click()
    page.set_input_files("#tab-create input[type=file]", file)
    page.fill("#tab-create input[name$=title]", title)
    page.click("#tab-create button[type=submit]")
    page.locator(".modal-body").wait_for(state="detached")


def tick(page: Any, field: str, *codes: str) -> None:
    for code in codes:
        page.locator(f"input[name={field}][value='{code}']").check()


def save(page: Any) -> None:
    """Save the draft and wait until it has been saved.

    The editor may just have saved by itself, and then asks whether to overwrite its own last version.
    """
    page.get_by_role("button", name="Tallenna luonnos").last.click()
    saved = page.locator(".messages .success")
    sure = page.locator("#w-save-confirmation-dialog [data-w-dialog-target=confirm]")
    saved.or_(sure).locator("visible=true").first.wait_for(timeout=30_000)
    if sure.is_visible():
        sure.click()
    saved.first.wait_for(timeout=30_000)
    settle(page)


def write_until_ready(page: Any, seconds: int = 90) -> None:
    """Go on writing, as people do, until what the editor saves by itself has nothing left to ask."""
    ready = page.locator(".readiness__headline--ready")
    for _pause in range(seconds // 5):
        page.locator("#id_instructions").press_sequentially(".")
        page.wait_for_timeout(5000)
        if ready.count():
            return
    ready.wait_for()


def settle(page: Any) -> None:
    """Wait as long as a person looks: meanwhile the editor takes its picture of the unchanged form."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)


def readiness(page: Any) -> str:
    """The first sentence of the readiness panel."""
    return str(page.locator(".readiness__headline").inner_text())


def describe(page: Any) -> None:
    """Say what others need to know, as the readiness panel asked."""
    page.fill(
        "#id_description",
        "Pareittain tehtävä tunti, jolla murtolukuja vertaillaan ja järjestetään "
        "lukusuoralle. Mukana on video, kuva ja tehtävät ratkaisuineen.",
    )
    tick(page, "levels", "basic-3-6")
    tick(page, "subjects", "mathematics")
    page.select_option("#id_resource_type", "lesson")
    page.fill("#id_goals", "Oppilas osaa vertailla murtolukuja ja sijoittaa ne lukusuoralle.")
    page.fill("#id_instructions", "Varaa jokaiselle parille naru ja pyykkipoikia. " * 6)
    page.select_option("#id_licence", "CC-BY-4.0")
    page.select_option("#id_shows_real_people", "no")
    for keyword in ("murtoluvut", "lukusuora", "vertailu"):
        add_keyword(page, keyword)


def add_keyword(page: Any, keyword: str) -> None:
    field = page.locator("#id_keywords").locator("xpath=..").locator("input:visible").last
    field.fill(keyword)
    field.press("Enter")


def submit(page: Any) -> None:
    """Send the draft on its way from the readiness panel."""
    page.locator(".readiness button[name=action-submit]").click()


def judge_everything(page: Any) -> int:
    """Judge each criterion that awaits a person as met; how many there were."""
    judged = 0
    while (waiting := page.locator("[data-criterion][data-awaits]")).count():
        criterion = waiting.first
        name = criterion.get_attribute("id")
        criterion.locator("input[name$=verdict][value=pass]").check()
        criterion.locator("[data-judgement] button").click()
        page.locator(f"[data-criterion][id='{name}']:not([data-awaits])").wait_for()
        judged += 1
    return judged
