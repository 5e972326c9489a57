"""Other readers of PDF text, as a whole file's text: programs of Debian and libraries of PyPI."""

import importlib.util
import shutil
import sys
from pathlib import Path

# Command lines that print the text of `{}`.
PROGRAMS = {
    "pdftotext": ["pdftotext", "-q", "{}", "-"],
    "mutool": ["mutool", "draw", "-q", "-F", "text", "{}"],
}
PACKAGES = {"pdftotext": "poppler-utils", "mutool": "mupdf-tools"}
LIBRARIES = {"pdfium": "pypdfium2", "pymupdf": "pymupdf", "pypdf": "pypdf",
             "pdfminer": "pdfminer"}


def require(names) -> None:
    """Ends the program if one of the peers is not installed, and says how to install it."""
    programs = [PACKAGES[name] for name in names
                if name in PROGRAMS and shutil.which(name) is None]
    libraries = [name for name in names
                 if name in LIBRARIES and importlib.util.find_spec(LIBRARIES[name]) is None]
    if programs or libraries:
        sys.exit(f"missing {', '.join(programs + libraries)}: Tests/run.sh install")


def pdfium(path: str) -> str:
    import pypdfium2
    document = pypdfium2.PdfDocument(path)
    try:
        document.init_forms()
        return "\n".join(_pdfium_page(page) for page in document)
    finally:
        document.close()


def _pdfium_page(page) -> str:
    text = page.get_textpage()
    try:
        return text.get_text_range()
    finally:
        text.close()
        page.close()


def pymupdf(path: str) -> str:
    import pymupdf as library
    library.TOOLS.mupdf_display_errors(False)
    with library.open(path) as document:
        return "\n".join(page.get_text() for page in document)


def pypdf(path: str) -> str:
    import logging

    from pypdf import PdfReader
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def pdfminer(path: str) -> str:
    import logging

    from pdfminer.high_level import extract_text
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    return extract_text(path)


READERS = {"pdfium": pdfium, "pymupdf": pymupdf, "pypdf": pypdf, "pdfminer": pdfminer}
