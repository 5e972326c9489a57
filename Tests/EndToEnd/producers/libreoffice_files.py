"""Documents exported by LibreOffice (Debian: libreoffice-draw-nogui, libreoffice-writer-nogui).

Usage: libreoffice_files.py FOLDER
"""

import math
import pathlib
import subprocess
import tempfile

import _truth as truth

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.%s">
<office:automatic-styles>
<style:style style:name="spread" style:family="text">
<style:text-properties fo:letter-spacing="0.06cm"/></style:style>
<style:style style:name="bold" style:family="text">
<style:text-properties fo:font-weight="bold"/></style:style>
</office:automatic-styles><office:body>
"""
TAIL = "</office:body></office:document>"


def frame(content, x, y, angle=0):
    turn = f"rotate ({math.radians(angle):.4f}) " if angle else ""
    return (
        f'<draw:frame svg:width="6cm" svg:height="1cm" '
        f'draw:transform="{turn}translate ({x}cm {y}cm)"><draw:text-box>'
        f"<text:p>{content}</text:p></draw:text-box></draw:frame>"
    )


def drawing():
    split = f'{truth.SPLIT[:4]}<text:span text:style-name="bold">{truth.SPLIT[4:]}</text:span>'
    spread = f'<text:span text:style-name="spread">{truth.SPREAD}</text:span>'
    frames = [
        frame(truth.LEVEL, 2, 2), frame(truth.TURNED, 3, 9, 30), frame(truth.UPRIGHT, 14, 12, 90),
        frame(split, 2, 12), frame(truth.KERNED, 2, 14), frame(spread, 2, 16),
    ]
    body = '<office:drawing><draw:page draw:name="one">' + "".join(frames)
    return HEAD % "graphics" + body + "</draw:page></office:drawing>" + TAIL


def document():
    cells = "".join(
        f"<table:table-cell><text:p>{code}</text:p></table:table-cell>" for code in truth.TOUCHING)
    split = f'{truth.SPLIT[:4]}<text:span text:style-name="bold">{truth.SPLIT[4:]}</text:span>'
    body = (
        f"<office:text><text:p>{truth.LEVEL}</text:p><text:p>{split}</text:p>"
        f"<text:p>{truth.KERNED}</text:p>"
        f'<text:p><text:span text:style-name="spread">{truth.SPREAD}</text:span></text:p>'
        f'<table:table><table:table-column table:number-columns-repeated="2"/>'
        f"<table:table-row>{cells}</table:table-row></table:table></office:text>"
    )
    return HEAD % "text" + body + TAIL


def main():
    truth.need("soffice")
    out = truth.Truth()
    sources = {
        "drawing.fodg": (drawing(), [
            truth.LEVEL, truth.TURNED, truth.UPRIGHT, truth.SPLIT, truth.KERNED, truth.SPREAD]),
        "document.fodt": (document(), [
            truth.LEVEL, truth.SPLIT, truth.KERNED, truth.SPREAD, *truth.TOUCHING]),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, codes) in sources.items():
            source = pathlib.Path(folder) / name
            source.write_text(text)
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
                 "--convert-to", "pdf", "--outdir", str(out.folder), str(source)],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
            file = source.with_suffix(".pdf").name
            out.add(file, codes)
    out.write()


if __name__ == "__main__":
    main()
