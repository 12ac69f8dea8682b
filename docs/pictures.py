"""
The pictures of the documentation, made from the example: no hand ever pastes one.

Run by ``tox -e pictures``, where LibreOffice and poppler's ``pdftoppm`` and ``pdftotext`` are installed: the dossier of
the example is written, printed by LibreOffice, and the page of each picture's section is cut out of it. The files under
``docs/images`` are committed, so that reading the documentation needs none of these.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
SOURCE = ROOT / "examples" / "gaia_2017" / "gaia_2017.xlsx"

_DOTS_PER_INCH = 150
_WIDTH = 1000
_MARGIN = 12
_COLOURS = 32
_TOOLS = ("soffice", "pdftoppm", "pdftotext")


@frozen
class Picture:
    """A page of the dossier: the file, and the name of the section as the top of the page says it."""

    file: str
    section: str


PICTURES = (
    Picture("plan-de-financement.png", "Plan de financement"),
    Picture("calendrier.png", "Calendrier"),
    Picture("calcul.png", "Calcul"),
    Picture("constats.png", "Constats"),
)


def printed(folder: Path) -> Path:
    """The dossier as LibreOffice prints it, in French."""
    import labo_partenariats as labo

    book = folder / "dossier.xlsx"
    labo.export(labo.read(SOURCE), book)
    # The language of the numbers is that of the reader's office program: here that of the documentation.
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_IN_FRENCH, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(book)], check=True, capture_output=True, timeout=300)
    return book.with_suffix(".pdf")


_IN_FRENCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item>
</oor:items>"""


def page_of(document: Path, section: str) -> int:
    """The first page whose running title is that section."""
    text = subprocess.run(["pdftotext", str(document), "-"], check=True, capture_output=True, text=True).stdout
    for number, page in enumerate(text.split("\f"), start=1):
        if section in [line.strip() for line in page.splitlines() if line.strip()][:2]:
            return number
    raise SystemExit(f"no page of {document.name} is of the section {section!r}")


def cut_out(document: Path, picture: Picture, folder: Path) -> None:
    """The page without its margins, as a small picture."""
    from PIL import Image, ImageChops

    number, stem = page_of(document, picture.section), folder / Path(picture.file).stem
    command = ["pdftoppm", "-r", str(_DOTS_PER_INCH), "-f", str(number), "-l", str(number), "-png", "-singlefile"]
    subprocess.run([*command, str(document), str(stem)], check=True, capture_output=True)
    page = Image.open(stem.with_suffix(".png")).convert("RGB")
    inner = page.crop((0, page.height // 14, page.width, page.height - page.height // 14))  # no header, no page number
    drawn = ImageChops.difference(inner, Image.new("RGB", inner.size, "white")).getbbox() or (0, 0, *inner.size)
    left, top, right, bottom = drawn
    box = (max(left - _MARGIN, 0), max(top - _MARGIN, 0), min(right + _MARGIN, inner.width), bottom + _MARGIN)
    small = inner.crop(box)
    small = small.resize((_WIDTH, round(small.height * _WIDTH / small.width)), Image.Resampling.LANCZOS)
    small.quantize(_COLOURS).save(IMAGES / picture.file, optimize=True)
    print(f"{picture.file}: page {number}, {(IMAGES / picture.file).stat().st_size // 1000} kB")


def main() -> int:
    """Make all the pictures again."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        document = printed(Path(name))
        for picture in PICTURES:
            cut_out(document, picture, Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
