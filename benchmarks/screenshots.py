"""`python -m benchmarks.screenshots [FOLDER]`: pictures of the pages, taken in Debian's Chromium from a real server."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from benchmarks.processes import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = "/usr/bin/chromium"
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
FOLDER = Path("docs/images")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: a page or the answer to `words`, in a language and a scheme, as wide and as high as given."""

    name: str
    path: str = "/"
    words: str = ""
    lang: str = "en"
    scheme: Literal["light", "dark"] = "light"
    width: int = 1040
    height: int = 800
    part: str = ""
    """A selector, where only a part of the page is shown."""


PLAN = "from San Vittore release to housing plus work, no residence, sleeping rough"
TONIGHT = "a woman beaten by her husband, with two children, needs a safe place tonight"
PICTURES = (
    Picture("plan", words=PLAN, width=1300, part="svg.plan:visible"),
    Picture("answer", words=TONIGHT, height=1000),
    Picture("network", path="/network?focus=celav", height=1100),
    Picture("coverage", path="/coverage", scheme="dark", width=1000, height=900, part=".matrix"),
)
"""The pictures of the README."""
MORE = (
    Picture("ask", lang="it"),
    Picture(
        "coverage-hours", path="/coverage?on=2026-11-29&hour=19:00&profile=rough-sleeper", lang="it", scheme="dark"
    ),
    Picture("answer-questions", words="esce dal carcere e vuole documenti", lang="it"),
    Picture("network-need", path="/network?need=housing&critical=yes", lang="it"),
    Picture("embedded", path="/embed/plan?from=situation:release-san-vittore&need=housing"),
    Picture("needs", path="/needs", lang="it", width=320),
    Picture("document", path="/documents/decks", lang="it"),
    Picture("papers", path="/papers"),
    Picture("open", path="/open?need=basic-needs&day=SA&hour=12:00", width=320),
    Picture("changes", path="/changes", lang="it"),
    Picture("missing", path="/partners/nobody", lang="it", width=320),
    Picture("console", path="/console", scheme="dark"),
    Picture("accessibility", path="/accessibility", lang="it"),
    Picture("answer-phone", words="da Opera a un letto per una donna vittima di violenza", lang="it", width=360),
    Picture("what-if", path="/what-if?close=celav", scheme="dark"),
    Picture("service", path="/services/residenzami", lang="it"),
    Picture("worklist", path="/worklist", width=360),
)
"""Further pictures, for looking at: they are taken where another folder is named."""


def take(folder: Path, pictures: Iterable[Picture]) -> None:
    """Write the pictures into `folder`, as PNG."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with serving(os.environ) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for picture in pictures:
            _take(browser, f"http://{server.host}:{server.port}", picture, folder / f"{picture.name}.png")
        browser.close()


def _take(browser: "Browser", origin: str, picture: Picture, file: Path) -> None:
    page = browser.new_page(base_url=origin, locale=picture.lang, color_scheme=picture.scheme)
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(picture.path)
    if picture.words:
        page.fill("#words", picture.words)
        page.click("#words-form button.main")
        page.wait_for_selector(".chips")
    if picture.part:
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.locator(picture.part).first.screenshot(path=file)
    else:
        page.screenshot(path=file)
    page.close()
    print(f"{file}: {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    take(given[0] if given else FOLDER, (*PICTURES, *MORE) if given else PICTURES)
