"""A PDF of one page, written object by object so that a test decides every byte that matters."""

import zlib

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
# Advance widths of Helvetica in thousandths (Adobe's Core 14 metrics), as far as codes need them.
WIDTHS = {**dict.fromkeys("0123456789", 556), "H": 722, "O": 778, "L": 556, "E": 667, "A": 667,
          "V": 667, "T": 611, "-": 333, " ": 278}


def width(text: str, size: float) -> float:
    """How far `text` in Helvetica moves on, in points."""
    return sum(WIDTHS[letter] for letter in text) * size / 1000


def show(text: str | bytes) -> bytes:
    """A string operand with its escapes (ISO 32000-2 §7.3.4.2); text in Windows-1252."""
    data = text.encode("cp1252") if isinstance(text, str) else text
    for special in b"\\()":
        data = data.replace(bytes([special]), b"\\" + bytes([special]))
    # A bare carriage return in a string reads as a line feed.
    return b"(" + data.replace(b"\r", b"\\r") + b")"


def text(words: str | bytes, x: float = 100, y: float = 500, size: float = 10,
         matrix: tuple = (1, 0, 0, 1), before: str = "") -> bytes:
    """A text object with one Tj at a place; `before` holds operators between BT and Tj."""
    place = " ".join(f"{number:.4f}" for number in (*matrix, x, y))
    return f"BT /F1 {size} Tf {before} {place} Tm ".encode() + show(words) + b" Tj ET\n"


class Sheet:
    """Collects objects and a page's content; `bytes()` gives the file."""

    def __init__(self, box: tuple = (0, 0, 842, 595), page: str = ""):
        self.objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b""]
        self.box = box
        self.page = page
        self.content = b""
        self.annotations: list[int] = []
        self.resources: dict[str, dict[str, int]] = {"Font": {"F1": self.add(HELVETICA)}}

    def add(self, content: bytes) -> int:
        """Adds an object; its number."""
        self.objects.append(content)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "") -> int:
        """Adds a deflated stream with further dictionary entries; its number."""
        packed = zlib.compress(data)
        head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>stream\n"
        return self.add(head.encode() + packed + b"\nendstream")

    def resource(self, kind: str, name: str, number: int) -> None:
        self.resources.setdefault(kind, {})[name] = number

    def font(self, content: bytes, name: str = "F1") -> None:
        self.resource("Font", name, self.add(content))

    def form(self, content: bytes, entries: str = "/BBox[0 0 842 595]") -> int:
        """A form XObject that may use the page's fonts so far."""
        return self.stream(content, f"/Type/XObject/Subtype/Form{entries}"
                                    f"/Resources{self.used()}")

    def annotate(self, entries: str) -> None:
        head = "<</Type/Annot/F 4/Rect[90 490 300 520]"
        self.annotations.append(self.add(f"{head}{entries}>>".encode("cp1252")))

    def draw(self, *content: bytes) -> "Sheet":
        self.content += b"".join(content)
        return self

    def used(self) -> str:
        """The resource dictionary so far."""
        kinds = "".join(
            f"/{kind}<<{''.join(f'/{name} {number} 0 R' for name, number in names.items())}>>"
            for kind, names in self.resources.items())
        return f"<<{kinds}>>"

    def __bytes__(self) -> bytes:
        objects = list(self.objects)
        objects[1] = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(self.content), self.content))
        notes = "".join(f"{number} 0 R " for number in self.annotations)
        box = " ".join(map(str, self.box))
        objects[2] = (f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{self.page}/Annots[{notes}]"
                      f"/Resources{self.used()}/Contents {len(objects)} 0 R>>").encode()
        return assemble(objects)


def assemble(objects: list[bytes]) -> bytes:
    """A file of these objects, the first of which is the catalog, with its table and trailer."""
    output = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    table = b"0000000000 65535 f \n"
    for number, content in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(output)
        output += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(objects) + 1
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(output))
    return output + b"xref\n0 %d\n" % size + table + tail
