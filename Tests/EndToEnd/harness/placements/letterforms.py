"""In fonts of all kinds, and with hyphens of all kinds."""

from .. import fonts
from ..sheet import Sheet, text
from . import placement


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


@placement("CID with a ToUnicode of private use")
def _(code):
    sheet = Sheet()
    fonts.composite(sheet, {letter: chr(0xE000 + at) for at, letter in enumerate(fonts.LETTERS)})
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
