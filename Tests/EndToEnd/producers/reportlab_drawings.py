"""Drawings made by ReportLab (PyPI: reportlab): standard fonts and subset TrueType fonts.

Usage: reportlab_drawings.py FOLDER
"""

import glob

import _truth as truth

try:
    from reportlab.lib.colors import black
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas
except ImportError:
    truth.missing("ReportLab (PyPI: reportlab)")


def width(c, text, font):
    return pdfmetrics.stringWidth(text, font, 11)


def parts(c, pieces, x, y, font, spread=0.0):
    for piece in pieces:
        c.drawString(x, y, piece)
        x += width(c, piece, font) + spread


def draw(c, font):
    c.setFont(font, 11)
    c.drawString(50, 780, truth.LEVEL)
    c.saveState()
    c.translate(50, 600)
    c.rotate(30)
    c.drawString(0, 0, truth.TURNED)
    c.restoreState()
    c.saveState()
    c.translate(300, 600)
    c.rotate(90)
    c.drawString(0, 0, truth.UPRIGHT)
    c.restoreState()
    c.saveState()
    c.transform(0.866, 0.5, 0, 1, 100, 520)
    c.drawString(0, 0, truth.SKEWED)
    c.restoreState()
    parts(c, truth.SINGLY, 50, 440, font)
    parts(c, [truth.SPLIT[:3], truth.SPLIT[3:]], 50, 410, font)
    text = c.beginText(50, 380)
    text.setFont(font, 11)
    text.textOut(truth.KERNED[:5])
    text.textOut(truth.KERNED[5:])
    c.drawText(text)
    c.drawString(50, 350, truth.SPREAD, charSpace=1.7)
    one, two = truth.TOUCHING
    c.drawString(50, 320, one)
    c.drawString(50 + width(c, one, font) + 1.8, 320, two)


def main():
    out = truth.Truth()
    codes = [
        truth.LEVEL, truth.TURNED, truth.UPRIGHT, truth.SKEWED, truth.SINGLY, truth.SPLIT,
        truth.KERNED, truth.SPREAD, *truth.TOUCHING,
    ]
    fonts = ["Helvetica", "Times-Roman", "Courier"]
    for path in sorted(glob.glob("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")):
        pdfmetrics.registerFont(TTFont("DejaVu", path))
        fonts.append("DejaVu")
    for font in fonts:
        file = f"reportlab-{font}.pdf"
        c = canvas.Canvas(out.path(file), pagesize=(595, 842), pageCompression=1)
        draw(c, font)
        c.showPage()
        c.save()
        out.add(file, codes)
    # A form field's value and a form XObject used twice.
    c = canvas.Canvas(out.path("reportlab-form.pdf"), pagesize=(595, 842))
    c.beginForm("stamp")
    c.setFont("Helvetica", 11)
    c.drawString(0, 0, "STAMP-7")
    c.endForm()
    for x in (50, 300):
        c.saveState()
        c.translate(x, 700)
        c.doForm("stamp")
        c.restoreState()
    c.acroForm.textfield(
        value="FIELD-8", name="code", x=50, y=600, width=120, height=20, borderColor=black)
    c.showPage()
    c.save()
    out.add("reportlab-form.pdf", ["STAMP-7", "STAMP-7", "FIELD-8"])
    out.write()


if __name__ == "__main__":
    main()
