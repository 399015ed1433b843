"""Look at a built site: every link within it leads somewhere, to the heading it names, and no page loads anything from the network.

`make site` runs it over build/site after Zensical's own check, which knows the pages and not the built files.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src"}
"""The attributes by which a page loads something as soon as it is opened."""


class PageReader(HTMLParser):
    """The links, the loaded files and the anchors of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        found = dict(attrs)
        self.anchors |= {value for name in ("id", "name") if (value := found.get(name))}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        loaded = found.get(LOADS.get(tag, "")) if found.get("rel") != "canonical" else None
        if loaded:
            self.loads.append(loaded)


def site_faults(folder: Path) -> list[str]:
    """What is wrong with the site in *folder*, a sentence each."""
    pages = {path: PageReader(path) for path in sorted(folder.rglob("*.html"))}
    faults = [] if pages else [f"{folder}: there is no page"]
    for path, page in pages.items():
        name = path.relative_to(folder).as_posix()
        faults += [f"{name}: loads {link} from the network" for link in page.loads if urlsplit(link).netloc]
        for link in {*page.links, *page.loads}:
            target = urlsplit(link)
            if target.scheme or target.netloc or path.name == "404.html":
                continue
            file = (path.parent / unquote(target.path)).resolve() if target.path else path.resolve()
            if not file.is_file():
                faults.append(f"{name}: {link} leads nowhere")
            elif file.suffix == ".html" and target.fragment:
                known = next(reader.anchors for each, reader in pages.items() if each.resolve() == file)
                if unquote(target.fragment) not in known and not target.fragment.startswith("__"):
                    faults.append(f"{name}: {link}: the page has no such heading")
    return faults


if __name__ == "__main__":
    found_faults = site_faults(Path(sys.argv[1]))
    sys.stdout.write("".join(f"{line}\n" for line in found_faults))
    sys.exit(bool(found_faults))
