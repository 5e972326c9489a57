"""At any angle, skewed, mirrored, and on pages of any kind."""

from ..sheet import Sheet, text
from . import C30, S30, placement, turned


def transformed(name: str, matrix: tuple, x: float = 400, y: float = 300, page: str = "") -> None:
    placement(name)(lambda code: Sheet(page=page).draw(text(code, x, y, matrix=matrix)))


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
