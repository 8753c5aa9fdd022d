"""Where a file of the repository stands on the site, and the links of its pages written for there.

The pages are read in the repository as well, so their links lead through the repository. What is no page of the site
travels with it under `files/`.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path

FILES = "files"
"""The folder of the site with what pages link to and that is no page."""
_LINK = re.compile(r"(!?\[[^\]]*\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
_FENCE = re.compile(r"^```.*?^```[^\S\n]*$", re.MULTILINE | re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|/")


class BrokenLinkError(Exception):
    """A page links to what is not there."""


def place_on_site(path: str, *, folder: bool) -> str:
    """Where `path`, relative to the root of the repository, stands on the site.

    Examples
    --------
    >>> place_on_site("docs/decisions/README.md", folder=False)
    'decisions/index.md'
    >>> place_on_site("README.md", folder=False)
    'project/readme.md'
    >>> place_on_site("cypher", folder=True)
    'files/cypher/index.md'
    """
    if folder:
        return f"{FILES}/{path}/index.md"
    if path.startswith("docs/"):
        inside = path.removeprefix("docs/")
        return re.sub(r"(^|/)README\.md$", r"\1index.md", inside)
    if path.endswith(".md") and "/" not in path:
        return f"project/{path.lower()}"
    return f"{FILES}/{path}"


def rewrite(text: str, path: str, root: Path, take: Callable[[str], None]) -> str:
    """`text` of the page `path` with its links written for the site; `take` is told each file that it leads to.

    Raises BrokenLinkError.
    """
    here = posixpath.dirname(place_on_site(path, folder=False))

    def put(found: re.Match[str]) -> str:
        start, target, rest = found.groups()
        if _ELSEWHERE.match(target):
            return found[0]
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if (root / aim / "README.md").is_file():
            aim += "/README.md"
        if aim.startswith("..") or not (root / aim).exists():
            raise BrokenLinkError(f"{path}: {target} is not there")
        take(aim)
        return start + posixpath.relpath(place_on_site(aim, folder=(root / aim).is_dir()), here or ".") + rest

    return "".join(part if code else _LINK.sub(put, part) for part, code in _split(text))


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a page, each with whether it is code."""
    place = 0
    for fence in _FENCE.finditer(text):
        yield text[place : fence.start()], False
        yield fence[0], True
        place = fence.end()
    yield text[place:], False
