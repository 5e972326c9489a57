"""A code whose letters are drawn apart, spaced, split, or more than once."""

from ..sheet import Sheet, show, text, width
from . import C30, S30, placement, turned


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


@placement("tracked 25 % glyph by glyph along an isometric axis")
def _(code):
    ahead = [width(code[:at], 10) + 1.6 * at for at in range(len(code))]
    return Sheet().draw(*(text(letter, 300 + x * C30, 300 + x * S30, matrix=(C30, S30, 0, 1))
                          for letter, x in zip(code, ahead)))


@placement("mirrored glyph by glyph")
def _(code):
    return Sheet().draw(*(text(letter, 400 - width(code[:at], 10), matrix=(-1, 0, 0, 1))
                          for at, letter in enumerate(code)))


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


@placement("drawn four times to be bold")
def _(code):
    shifts = ((0, 0), (0.25, 0), (0, 0.25), (0.25, 0.25))
    return Sheet().draw(*(text(code, 100 + right, 500 + up) for right, up in shifts))


@placement("with a shadow")
def _(code):
    return Sheet().draw(text(code), text(code, 101, 499))


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


@placement("two codes by letter spacing as wide as a space, undone inside words", codes=2)
def _(one, two):
    def set_tight(code):
        return b" 278 ".join(show(letter) for letter in code)
    line = set_tight(one) + set_tight(two)
    return Sheet().draw(b"BT /F1 10 Tf 2.78 Tc 100 500 Td [" + line + b"] TJ ET")


@placement("two codes joined by a dotted leader", codes=2)
def _(one, two):
    dots = b"".join(b" -190 (.)" for _ in range(40))
    line = show(one) + b" -250 " + show(two) + dots
    return Sheet().draw(b"BT /F1 10 Tf 100 500 Td [" + line + b"] TJ ET")


@placement("in pieces a little apart")
def _(code):
    sheet = Sheet()
    place, pieces = 100.0, []
    for piece in (code[:2], code[2:4], code[4:]):
        pieces.append(text(piece, place, before=".3 Tc"))
        place += width(piece, 10) + .3 * len(piece) + .6
    return sheet.draw(*pieces)


@placement("two codes in a font that says it is twice as wide", codes=2)
def _(one, two):
    sheet = Sheet()
    widths = {letter: width(letter, 1000) for letter in "HOLE-0123456789 "}
    sheet.font(f"<</Type/Font/Subtype/TrueType/BaseFont/Segoe/Encoding/WinAnsiEncoding/FirstChar 32"
               f"/LastChar 90/Widths[{' '.join(str(2.048 * widths.get(chr(code), 500)) for code in range(32, 91))}]>>"
               .encode())
    line = b"".join(show(letter) + b" %d " % (1.048 * widths[letter]) for letter in f"{one} {two}")
    return sheet.draw(b"BT /F1 10 Tf 100 500 Td [" + line + b"] TJ ET")
