"""Drawings and code lists made in code, small enough to read, and the demo set with its truth."""

import base64
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl


def pdf(*pages: list[str], rotate: int = 0) -> bytes:
    """A PDF of A4 pages (595 by 842 points); each page's lines stand at x 72, y 772, 752, …"""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    kids = []
    for lines in pages:
        content = "BT /F1 12 Tf 72 772 Td " + " 0 -20 Td ".join(map(_show, lines)) + " ET"
        stream = content.encode("cp1252")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d"
            b"/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % (rotate, len(objects)))
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (
        len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _assemble(objects)


def slow_pdf(code: str) -> bytes:
    """A small PDF of one code that takes many seconds to read: forms that draw forms, ten each."""
    depth = 9
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>"
               b"/XObject<</X 6 0 R>>>>/Contents 5 0 R>>"]
    page = b"BT /F1 12 Tf 72 772 Td (%s) Tj ET /X Do" % code.encode()
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(page), page))
    for level in range(depth):
        last = level == depth - 1
        content = b"BT /F1 9 Tf (x) Tj ET " * 10 if last else b"/X Do " * 10
        below = b"/Font<</F1 3 0 R>>" if last else b"/XObject<</X %d 0 R>>" % (7 + level)
        inner = b"/Resources<<%s>>" % below
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>stream\n%s\nendstream" % (
                inner, len(content), content))
    return _assemble(objects)


def _show(line: str) -> str:
    return "(" + line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ") Tj"


def _assemble(objects: list[bytes]) -> bytes:
    output = io.BytesIO()
    output.write(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(output.tell())
        output.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = output.tell()
    output.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    output.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    output.write(
        b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return output.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()


def workbook(rows: list[list]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def encoded(content: bytes | str) -> str:
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Writes files below a folder, which is made."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class DemoSet:
    """What `isoscan demo` wrote."""

    folder: Path

    @property
    def drawings(self) -> Path:
        return self.folder / "drawings"

    @property
    def truth(self) -> dict:
        return json.loads((self.folder / "truth.json").read_text())

    @property
    def targets(self) -> list[str]:
        return self.truth["targets"]

    @property
    def names(self) -> set[str]:
        return set(self.truth["files"])

    @property
    def expected(self) -> dict[str, list[str]]:
        """File name to its codes in the order of the targets; only drawings that hold any."""
        return self.expected_of(self.targets)

    def expected_of(self, codes: list[str]) -> dict[str, list[str]]:
        """The same for some of the targets, in their order."""
        order = {code: index for index, code in enumerate(codes)}
        found = {
            name: sorted(order.keys() & entry["codes"], key=order.__getitem__)
            for name, entry in self.truth["files"].items()
        }
        return {name: codes for name, codes in found.items() if codes}
