"""Drawings made by Ghostscript's pdfwrite (Debian: ghostscript) from PostScript.

Usage: ghostscript_files.py FOLDER
"""

import subprocess

import _truth as truth

PROGRAM = """%!PS
/FontName findfont 11 scalefont setfont
50 780 moveto (LEVEL) show
gsave 50 600 translate 30 rotate 0 0 moveto (TURNED) show grestore
gsave 300 600 translate 90 rotate 0 0 moveto (UPRIGHT) show grestore
gsave [0.866 0.5 0 1 100 520] concat 0 0 moveto (SKEWED) show grestore
50 440 moveto (SINGLY) { ( ) dup 0 4 -1 roll put show } forall
50 410 moveto (SPLIT0) show (SPLIT1) show
50 380 moveto { pop pop -0.2 0 rmoveto } (KERNED) kshow
50 350 moveto 1.7 0 (SPREAD) ashow
50 320 moveto (TOUCHING0) show 1.8 0 rmoveto (TOUCHING1) show
showpage
"""


def program(font):
    text = PROGRAM.replace("FontName", font)
    one, two = truth.TOUCHING
    for key, value in [
        ("TOUCHING0", one), ("TOUCHING1", two), ("SPLIT0", truth.SPLIT[:4]),
        ("SPLIT1", truth.SPLIT[4:]), ("LEVEL", truth.LEVEL), ("TURNED", truth.TURNED),
        ("UPRIGHT", truth.UPRIGHT), ("SKEWED", truth.SKEWED), ("SINGLY", truth.SINGLY),
        ("KERNED", truth.KERNED), ("SPREAD", truth.SPREAD),
    ]:
        text = text.replace(f"({key})", f"({value})")
    return text


def main():
    truth.need("gs")
    out = truth.Truth()
    codes = [
        truth.LEVEL, truth.TURNED, truth.UPRIGHT, truth.SKEWED, truth.SINGLY, truth.SPLIT,
        truth.KERNED, truth.SPREAD, *truth.TOUCHING,
    ]
    for font in ("Helvetica", "Times-Roman", "Courier", "AvantGarde-Book"):
        for level in ("1.3", "1.7"):
            file = f"ghostscript-{font}-{level}.pdf"
            subprocess.run(
                ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pdfwrite",
                 f"-dCompatibilityLevel={level}", f"-sOutputFile={out.path(file)}", "-"],
                input=program(font).encode(), check=True)
            out.add(file, codes)
    out.write()


if __name__ == "__main__":
    main()
