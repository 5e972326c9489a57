#!/usr/bin/env python3
"""Makes maps.bin of Adobe's CMap resources: make.py FOLDER, whose subfolders are Adobe-Japan1 and so on.

FOLDER is /usr/share/poppler/cMap of Debian's poppler-data (bookworm: 0.4.12), or a copy of Adobe's
cmap-resources and mapping-resources-pdf. Their licence stands beside this file. The CMaps
`Adobe-*-UCS2` give the characters of the CIDs of a collection; all others give the CIDs of codes.

maps.bin, numbers unsigned and big-endian, `v` a number of seven bits a byte, the lowest first, the
high bit set on all bytes but the last:

  u16 maps; a map: u8 length and bytes of its name, u32 offset, u32 deflated, u32 inflated bytes
  a map, inflated: u8 length and bytes of the name of the map it builds on; u8 writing mode;
    u8 collection, counted in COLLECTIONS; v spaces; a space: u8 bytes of a code, v lowest, v highest
    v ranges; a range: v codes skipped, v codes - 1, v (zigzag) value less the one expected
    v sequences; a sequence: v code, v count, v scalar each
"""

import re
import sys
import zlib
from pathlib import Path

COLLECTIONS = ["Adobe-Japan1", "Adobe-GB1", "Adobe-CNS1", "Adobe-Korea1", "Adobe-KR"]
# Conversions for printers, which no PDF names (ISO 32000-2, table 116), and what UTF-32 tells too.
LEFT_OUT = re.compile(
    r"-UCS2C?$|^UCS2-|^Adobe-|^Hojo|^UniHojo|^WP-|^NWP|^UniJISX|-UTF8-|-UTF16-")
TOKEN = re.compile(rb"%[^\r\n]*|<([0-9A-Fa-f\s]*)>|/([^\s<>\[\]/%()]+)|\(|\)|[\[\]]|[^\s<>\[\]/%()]+")


def tokens(text: bytes):
    for match in TOKEN.finditer(text):
        whole = match.group()
        if whole.startswith(b"%"):
            continue
        if match.group(1) is not None:
            yield "code", bytes.fromhex(match.group(1).decode())
        elif match.group(2) is not None:
            yield "name", match.group(2).decode()
        else:
            yield "word", whole.decode("latin-1")


def number(code: bytes) -> int:
    return int.from_bytes(code, "big")


class Map:
    def __init__(self, path: Path, collection: int):
        self.collection = collection
        self.base, self.mode, self.spaces, self.values, self.sequences = "", 0, [], {}, {}
        before = [("", None)] * 2
        stream = tokens(path.read_bytes())
        for kind, value in stream:
            if kind == "word" and value == "usecmap":
                self.base = before[-1][1]
            elif kind == "word" and value == "def" and before[-2] == ("name", "WMode"):
                self.mode = int(before[-1][1])
            elif kind == "word" and value.startswith("begin"):
                self.section(value[5:], stream)
            before = [before[-1], (kind, value)]

    def section(self, name: str, stream) -> None:
        reader = {"codespacerange": self.space, "cidchar": self.cid, "cidrange": self.cids,
                  "bfchar": self.character, "bfrange": self.characters}.get(name)
        if reader is None:
            return
        for kind, value in stream:
            if kind == "word" and value.startswith("end"):
                return
            reader(value, lambda: next(stream)[1])

    def space(self, low, more):
        self.spaces.append((len(low), number(low), number(more())))

    def cid(self, code, more):
        self.values[number(code)] = int(more())

    def cids(self, low, more):
        high, cid = number(more()), int(more())
        for code in range(number(low), high + 1):
            self.values[code] = cid + code - number(low)

    def character(self, code, more):
        self.text(number(code), more())

    def characters(self, low, more):
        high, first = number(more()), more()
        if first == "[":
            for code in range(number(low), high + 1):
                self.text(code, more())
            assert more() == "]"
        else:
            for code in range(number(low), high + 1):
                last = number(first[-2:]) + code - number(low)
                self.text(code, first[:-2] + last.to_bytes(2, "big"))

    def text(self, code: int, utf16: bytes) -> None:
        scalars = [ord(character) for character in utf16.decode("utf-16-be", "surrogatepass")]
        if len(scalars) == 1:
            self.values[code] = scalars[0]
        elif scalars:
            self.sequences[code] = scalars

    def encoded(self) -> bytes:
        out = bytearray([len(self.base)]) + self.base.encode() + bytes([self.mode, self.collection])
        out += varint(len(self.spaces))
        for size, low, high in self.spaces:
            out += bytes([size]) + varint(low) + varint(high)
        ranges = self.ranges()
        out += varint(len(ranges))
        code = value = 0
        for low, high, first in ranges:
            out += varint(low - code) + varint(high - low) + varint(zigzag(first - value))
            code, value = high + 1, first + high - low + 1
        out += varint(len(self.sequences))
        for at, scalars in sorted(self.sequences.items()):
            out += varint(at) + varint(len(scalars)) + b"".join(map(varint, scalars))
        return bytes(out)

    def ranges(self):
        found = []
        for code, value in sorted(self.values.items()):
            if found and found[-1][1] + 1 == code and found[-1][2] + code - found[-1][0] == value:
                found[-1][1] = code
            else:
                found.append([code, code, value])
        return found


def zigzag(value: int) -> int:
    return value * 2 if value >= 0 else -value * 2 - 1


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(data) + packer.flush()


def main() -> None:
    folder, maps = Path(sys.argv[1]), {}
    for index, collection in enumerate(COLLECTIONS):
        for path in sorted((folder / collection).iterdir()):
            if path.name == f"{collection}-UCS2" or not LEFT_OUT.search(path.name):
                maps[path.name] = Map(path, index).encoded()
    directory, blobs = bytearray(len(maps).to_bytes(2, "big")), bytearray()
    start = 2 + sum(len(name) + 13 for name in maps)
    for name, plain in maps.items():
        packed = deflated(plain)
        directory += bytes([len(name)]) + name.encode()
        for field in (start + len(blobs), len(packed), len(plain)):
            directory += field.to_bytes(4, "big")
        blobs += packed
    Path(__file__).with_name("maps.bin").write_bytes(directory + blobs)


if __name__ == "__main__":
    main()
