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


@placement("simple font without widths")
def _(code):
    sheet = Sheet()
    sheet.font(b"<</Type/Font/Subtype/TrueType/BaseFont/Tahoma/Encoding/WinAnsiEncoding>>")
    return sheet.draw(text(code))


@placement("simple font whose widths are all zero")
def _(code):
    sheet = Sheet()
    zeros = " ".join(["0"] * 224)
    sheet.font(f"<</Type/Font/Subtype/TrueType/BaseFont/Tahoma/Encoding/WinAnsiEncoding"
               f"/FirstChar 32/LastChar 255/Widths[{zeros}]>>".encode())
    return sheet.draw(text(code))


def east_asian(encoding: str, ordering: str, widths: str, data: bytes) -> Sheet:
    sheet = Sheet()
    sheet.resource("Font", "F1", sheet.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/{encoding}/DescendantFonts"
        f"[<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)"
        f"/Ordering({ordering})/Supplement 2>>/W[{widths}]>>]>>".encode()))
    return sheet.draw(b"BT /F1 10 Tf 100 500 Td <" + data.hex().encode() + b"> Tj ET")


@placement("Japanese font, Shift-JIS, in full width")
def _(code):
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    return east_asian("90ms-RKSJ-H", "Japan1", "231 325 500", f"図 {wide}".encode("cp932"))


@placement("Chinese font, GBK")
def _(code):
    return east_asian("GBK-EUC-H", "GB1", "814 907 500", f"（{code}）".encode("gbk"))


@placement("Chinese font, Big 5")
def _(code):
    return east_asian("ETen-B5-H", "CNS1", "13648 13742 500", f"管 {code}".encode("big5"))


@placement("Korean font, UHC")
def _(code):
    return east_asian("KSCms-UHC-H", "Korea1", "1 95 500", f"관 {code}".encode("cp949"))


@placement("Chinese font, UTF-8")
def _(code):
    return east_asian("UniGB-UTF8-H", "GB1", "1 95 500", f"（{code}）".encode())


@placement("Japanese font, CIDs alone")
def _(code):
    data = b"".join((ord(letter) - 31).to_bytes(2, "big") for letter in code)
    return east_asian("Identity-H", "Japan1", "1 95 500", data)
