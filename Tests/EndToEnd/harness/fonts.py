"""Fonts for `Sheet`: embedded subsets of DejaVu Sans (fontTools) and hand-made Type 3 fonts."""

import io
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from .sheet import Sheet

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LETTERS = "HOLEAVT0123456789- "


@cache
def dejavu() -> tuple[bytes, dict[str, int], dict[str, int]]:
    """A subset of DejaVu Sans: its file, and each letter's glyph and width in thousandths."""
    font = TTFont(DEJAVU)
    options = subset.Options(
        notdef_outline=True, layout_features=[], name_IDs=[],
        drop_tables=["FFTM", "GDEF", "GPOS", "GSUB", "kern"])
    cutter = subset.Subsetter(options)
    cutter.populate(text=LETTERS)
    cutter.subset(font)
    output = io.BytesIO()
    font.save(output)
    names = font.getBestCmap()
    scale = 1000 / font["head"].unitsPerEm
    glyphs = {letter: font.getGlyphID(names[ord(letter)]) for letter in LETTERS}
    widths = {letter: round(font["hmtx"][names[ord(letter)]][0] * scale) for letter in LETTERS}
    return output.getvalue(), glyphs, widths


def descriptor(sheet: Sheet, flags: int = 4) -> int:
    file = dejavu()[0]
    number = sheet.stream(file, f"/Length1 {len(file)}")
    return sheet.add(
        f"<</Type/FontDescriptor/FontName/AAAAAA+DejaVuSans/Flags {flags}"
        f"/FontBBox[-1000 -300 1500 1000]/ItalicAngle 0/Ascent 928/Descent -236/CapHeight 729"
        f"/StemV 80/FontFile2 {number} 0 R>>".encode())


def composite(sheet: Sheet, mapping: dict[str, str] | None, encoding: str = "Identity-H") -> None:
    """Takes a Type 0 font of the subset as F1, with a ToUnicode CMap of letter to text or none."""
    _, glyphs, widths = dejavu()
    array = " ".join(f"{glyphs[letter]}[{widths[letter]}]" for letter in LETTERS)
    descendant = sheet.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+DejaVuSans/CIDToGIDMap/Identity"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600/W[{array}]"
        f"/FontDescriptor {descriptor(sheet)} 0 R>>".encode())
    unicode = ""
    if mapping is not None:
        codes = {f"{glyphs[letter]:04x}": text for letter, text in mapping.items()}
        unicode = f"/ToUnicode {sheet.stream(to_unicode(codes, 'ffff'))} 0 R"
    sheet.font(f"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+DejaVuSans/Encoding/{encoding}"
               f"/DescendantFonts[{descendant} 0 R]{unicode}>>".encode())


def glyph_string(text: str) -> bytes:
    """The two-byte codes of the subset's glyphs."""
    return b"".join(dejavu()[1][letter].to_bytes(2, "big") for letter in text)


def to_unicode(codes: dict[str, str], last: str) -> bytes:
    """A ToUnicode CMap (ISO 32000-2 §9.10.3) of hexadecimal codes up to `last`."""
    lines = "".join(f"<{code}><{text.encode('utf-16-be').hex()}>\n" for code, text in codes.items())
    return (f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            f"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange\n"
            f"<{'00' * (len(last) // 2)}><{last}>\nendcodespacerange\n"
            f"{len(codes)} beginbfchar\n{lines}endbfchar\nendcmap end end").encode()


def truetype(sheet: Sheet) -> None:
    """Takes the subset as a simple symbolic TrueType font without encoding, as F1."""
    widths = dejavu()[2]
    array = " ".join(str(widths.get(chr(code), 600)) for code in range(32, 127))
    sheet.font(f"<</Type/Font/Subtype/TrueType/BaseFont/AAAAAA+DejaVuSans/FirstChar 32"
               f"/LastChar 126/Widths[{array}]/Encoding/WinAnsiEncoding"
               f"/FontDescriptor {descriptor(sheet, 32)} 0 R>>".encode())


# What the PDF glyph names of a code's letters are (Adobe Glyph List).
NAMES = {**{letter: letter for letter in "HOLEAVT"}, "-": "hyphen",
         **dict(zip("0123456789", "zero one two three four five six seven eight nine".split()))}


def type3(sheet: Sheet, named: bool) -> None:
    """Takes a Type 3 font as F1: with the letters' own names, or with none and a ToUnicode."""
    letters = [letter for letter in LETTERS if letter != " "]
    names = [NAMES[letter] if named else f"g{number}" for number, letter in enumerate(letters)]
    box = sheet.stream(b"600 0 50 0 550 700 d1 50 0 500 700 re f")
    procedures = "".join(f"/{name} {box} 0 R" for name in names)
    codes = {f"{number + 1:02x}": letter for number, letter in enumerate(letters)}
    unicode = "" if named else f"/ToUnicode {sheet.stream(to_unicode(codes, 'ff'))} 0 R"
    sheet.font(f"<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]"
               f"/CharProcs<<{procedures}>>/Encoding<</Differences[1/{'/'.join(names)}]>>"
               f"/FirstChar 1/LastChar {len(names)}/Widths[{'600 ' * len(names)}]/Resources<<>>"
               f"{unicode}>>".encode())


def type3_string(text: str) -> bytes:
    letters = [letter for letter in LETTERS if letter != " "]
    return bytes(letters.index(letter) + 1 for letter in text)
