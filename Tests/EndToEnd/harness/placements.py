"""The ways in which a code can stand in a drawing, each as a tiny PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians, sin

from . import fonts
from .sheet import Sheet, show, text, width


@dataclass
class Placement:
    """One PDF, the codes that stand in it once each, and codes that must not be found in it."""

    name: str
    draw: Callable[..., Sheet]
    codes: list[str]

    @property
    def file(self) -> str:
        return self.name.replace(" ", "-").replace("%", "") + ".pdf"

    @property
    def absent(self) -> list[str]:
        """Near misses: a code cut at either end, one doubled, and two run together."""
        cut = [part for code in self.codes for part in (code[:-1], code[:-2], code[1:], code * 2)]
        return cut + [a + b for a in self.codes for b in self.codes if a != b]

    def bytes(self) -> bytes:
        return bytes(self.draw(*self.codes))


PLACEMENTS: list[Placement] = []


def placement(name: str, codes: int = 1):
    """Registers a function that draws as many codes as told; each code is used in one file only."""
    def register(draw):
        first = 101 + sum(len(one.codes) for one in PLACEMENTS)
        PLACEMENTS.append(
            Placement(name, draw, [f"HOLE-{first + number}" for number in range(codes)]))
        return draw
    return register


def turned(degrees: float) -> tuple:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, s, -s, c)


def transformed(name: str, matrix: tuple, x: float = 400, y: float = 300, page: str = "") -> None:
    placement(name)(lambda code: Sheet(page=page).draw(text(code, x, y, matrix=matrix)))


C30, S30 = cos(radians(30)), 0.5
transformed("level", (1, 0, 0, 1))
for angle in (30, 45, 90, 180, 270):
    transformed(f"turned {angle} degrees", turned(angle))
transformed("isometric skew left wall", (C30, -S30, 0, 1))
transformed("isometric skew right wall", (C30, S30, 0, 1))
transformed("isometric skew floor", (C30, S30, -C30, S30))
transformed("isometric skew floor across", (C30, -S30, C30, S30))
for angle in (90, 180, 270):
    transformed(f"page rotation {angle}", (1, 0, 0, 1), page=f"/Rotate {angle}")
transformed("page rotation 90 with text turned", turned(90), page="/Rotate 90")
transformed("mirrored left to right", (-1, 0, 0, 1))
transformed("mirrored top to bottom", (1, 0, 0, -1))
transformed("60 % horizontal scale", (0.6, 0, 0, 1))
transformed("slanted by 15 degrees", (1, 0, 0.27, 1))


def glyphs(code: str, size: float = 10) -> list[bytes]:
    """A text object for each letter, at its place."""
    return [text(letter, 100 + width(code[:at], size), size=size)
            for at, letter in enumerate(code)]


@placement("glyph by glyph")
def _(code):
    return Sheet().draw(*glyphs(code))


@placement("reverse order")
def _(code):
    return Sheet().draw(*reversed(glyphs(code)))


@placement("glyphs of two codes by turns", codes=2)
def _(one, two):
    other = [piece.replace(b"500.0000", b"480.0000") for piece in glyphs(two)]
    return Sheet().draw(*(part for pair in zip(glyphs(one), other) for part in pair))


@placement("glyph by glyph at 30 degrees in any order")
def _(code):
    pieces = [text(letter, 300 + width(code[:at], 10) * C30, 300 + width(code[:at], 10) * S30,
                   matrix=turned(30)) for at, letter in enumerate(code)]
    return Sheet().draw(*pieces[1::2], *pieces[::2])


@placement("tracked 25 %")
def _(code):
    return Sheet().draw(text(code, before="1.5 Tc"))


@placement("tracked 40 %")
def _(code):
    return Sheet().draw(text(code, before="2.3 Tc"))


@placement("tight by 8 %")
def _(code):
    return Sheet().draw(text(code, before="-.45 Tc"))


@placement("kerned")
def _(code):
    pairs = b" 74 ".join(show(letter) for letter in code)
    return Sheet().draw(b"BT /F1 10 Tf 100 500 Td [" + pairs + b"] TJ ET")


@placement("split in two")
def _(code):
    return Sheet().draw(text(code[:3]), text("OTHER TALE", 300, 200).replace(b"R", b"L"),
                        text(code[3:], 100 + width(code[:3], 10)))


@placement("split between two fonts")
def _(code):
    sheet = Sheet()
    sheet.font(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>", "F2")
    rest = text(code[5:], 100 + width(code[:5], 10)).replace(b"/F1", b"/F2")
    return sheet.draw(text(code[:5]), rest)


@placement("doubled")
def _(code):
    return Sheet().draw(text(code), text("A", 300, 300), text(code))


@placement("doubled with an offset")
def _(code):
    return Sheet().draw(text(code), text(code, 100.3, 499.8))


@placement("doubled glyph by glyph")
def _(code):
    return Sheet().draw(*(piece for piece in glyphs(code) for _ in range(2)))


@placement("invisible")
def _(code):
    return Sheet().draw(text(code, before="3 Tr"))


@placement("invisible under the same text")
def _(code):
    return Sheet().draw(text(code), text(code, 100.5, 500.4, before="3 Tr"))


@placement("stroked")
def _(code):
    return Sheet().draw(text(code, before="1 Tr"))


@placement("flipped by the transformation")
def _(code):
    return Sheet().draw(b"q 1 0 0 -1 0 595 cm ", text(code, matrix=(1, 0, 0, -1)), b"Q")


@placement("size in the matrix")
def _(code):
    return Sheet().draw(b"q .1 0 0 .1 0 0 cm ", text(code, 1000, 5000, 1, (100, 0, 0, 100)), b"Q")


@placement("60 % by Tz")
def _(code):
    return Sheet().draw(text(code, before="60 Tz"))


@placement("annotation FreeText without appearance")
def _(code):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/FreeText/DA(/F1 10 Tf)/Contents({code})")
    return sheet


@placement("annotation FreeText with appearance")
def _(code):
    sheet = Sheet()
    form = sheet.form(text(code, 5, 10), "/BBox[0 0 210 30]")
    sheet.annotate(f"/Subtype/FreeText/DA(/F1 10 Tf)/Contents({code})/AP<</N {form} 0 R>>")
    return sheet


@placement("annotation Square of AutoCAD SHX text")
def _(code):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/Square/T(AutoCAD SHX Text)/C[0]/CA 0/Contents({code})")
    return sheet.draw(b"100 495 m 103 505 l 106 495 l S")


@placement("annotation Stamp by appearance only")
def _(code):
    sheet = Sheet()
    form = sheet.form(text(code, 5, 10), "/BBox[0 0 210 30]")
    sheet.annotate(f"/Subtype/Stamp/AP<</N {form} 0 R>>")
    return sheet


@placement("form field value")
def _(code):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/Widget/FT/Tx/T(tag)/DA(/F1 10 Tf)/V({code})")
    fields = sheet.annotations[0]
    sheet.objects[0] = f"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{fields} 0 R]>>>>".encode()
    return sheet


@placement("form XObject")
def _(code):
    sheet = Sheet()
    sheet.resource("XObject", "X1", sheet.form(text(code)))
    return sheet.draw(b"/X1 Do")


@placement("form XObject in a form, turned")
def _(code):
    sheet = Sheet()
    sheet.resource("XObject", "X1", sheet.form(text(code, 10, 10)))
    outer = sheet.form(b"q 0 1 -1 0 200 0 cm /X1 Do Q", "/BBox[0 0 300 300]/Matrix[1 0 0 1 50 50]")
    sheet.resource("XObject", "X2", outer)
    return sheet.draw(b"/X2 Do")


@placement("soft hyphen")
def _(code):
    return Sheet().draw(text(code.replace("-", "\xad")))


@placement("en dash")
def _(code):
    return Sheet().draw(text(code.replace("-", "\u2013")))


@placement("minus sign by ToUnicode")
def _(code):
    sheet = Sheet()
    fonts.composite(sheet, {letter: letter for letter in fonts.LETTERS} | {"-": "\u2212"})
    return sheet.draw(text(fonts.glyph_string(code)))


@placement("adjacent codes nearly touching", codes=2)
def _(one, two):
    return Sheet().draw(text(one), text(two, 100 + width(one, 10) + 1.8))


@placement("codes one above another nearly touching", codes=3)
def _(one, two, three):
    return Sheet().draw(text(one), text(two, y=491), text(three, y=482))


@placement("crossing rows", codes=2)
def _(one, two):
    return Sheet().draw(text(one, 376, 296), text(two, 403, 276, matrix=turned(90)))


@placement("crossing at 30 degrees", codes=2)
def _(one, two):
    return Sheet().draw(text(one, 376, 296), text(two, 378, 288, matrix=turned(30)))


@placement("stacked columns", codes=4)
def _(one, two, three, four):
    right = 100 + width(one, 10) + 5
    return Sheet().draw(text(one), text(two, right), text(three, y=489), text(four, right, 489))


@placement("layer off")
def _(code):
    sheet = Sheet()
    layer = sheet.add(b"<</Type/OCG/Name(Codes)>>")
    sheet.resource("Properties", "L1", layer)
    sheet.objects[0] = (f"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[{layer} 0 R]"
                        f"/D<</OFF[{layer} 0 R]>>>>>>").encode()
    return sheet.draw(b"/OC /L1 BDC ", text(code), b"EMC")


@placement("A0 sheet")
def _(code):
    return Sheet((0, 0, 3370, 2384)).draw(text(code, 3200, 20, 6), text("TALE", 20, 2300))


@placement("off page")
def _(code):
    return Sheet().draw(text(code, 900, 700), text("TALE"))


@placement("outside the crop box")
def _(code):
    return Sheet(page="/CropBox[200 200 600 400]").draw(text(code), text("TALE", 300, 300))


@placement("page box away from the origin")
def _(code):
    return Sheet((-1000, -1000, -158, -405)).draw(text(code, -900, -900))


@placement("clipped away")
def _(code):
    return Sheet().draw(b"q 300 300 10 10 re W n ", text(code), b"Q")


@placement("2 points high")
def _(code):
    return Sheet().draw(text(code, size=2))


@placement("Type 3 with glyph names")
def _(code):
    sheet = Sheet()
    fonts.type3(sheet, named=True)
    return sheet.draw(text(fonts.type3_string(code)))


@placement("Type 3 with ToUnicode")
def _(code):
    sheet = Sheet()
    fonts.type3(sheet, named=False)
    return sheet.draw(text(fonts.type3_string(code)))


@placement("CID with ToUnicode")
def _(code):
    sheet = Sheet()
    fonts.composite(sheet, {letter: letter for letter in fonts.LETTERS})
    return sheet.draw(text(fonts.glyph_string(code)))


@placement("CID without ToUnicode")
def _(code):
    sheet = Sheet()
    fonts.composite(sheet, None)
    return sheet.draw(text(fonts.glyph_string(code)))


@placement("vertical writing")
def _(code):
    sheet = Sheet()
    fonts.composite(sheet, {letter: letter for letter in fonts.LETTERS}, "Identity-V")
    return sheet.draw(text(fonts.glyph_string(code)))


@placement("embedded TrueType")
def _(code):
    sheet = Sheet()
    fonts.truetype(sheet)
    return sheet.draw(text(code))


@placement("glyph names in Differences")
def _(code):
    sheet = Sheet()
    names = "".join(f"/{fonts.NAMES[letter]}" for letter in code)
    sheet.font(f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding"
               f"<</Differences[65{names}]>>>>".encode())
    return sheet.draw(text(bytes(range(65, 65 + len(code)))))


@placement("ActualText over other glyphs")
def _(code):
    return Sheet().draw(f"/Span<</ActualText({code})>>BDC ".encode(), text("TALE"), b"EMC")
