"""Files rewritten or made by mutool (Debian: mupdf-tools).

Usage: mutool_files.py FOLDER
"""

import pathlib
import subprocess

import _plain as plain
import _truth as truth

WAYS = {
    "clean": ["-gggg", "-z"],
    "pretty": ["-a", "-d"],
    "ascii": ["-a"],
}


def main():
    truth.need("mutool")
    out = truth.Truth()
    source = pathlib.Path(out.path("plain.pdf"))
    source.write_bytes(plain.pdf())
    out.add("plain.pdf", plain.codes())
    for name, options in WAYS.items():
        file = f"mutool-{name}.pdf"
        subprocess.run(["mutool", "clean", *options, str(source), out.path(file)], check=True)
        out.add(file, plain.codes())
    page = pathlib.Path(out.path("page.txt"))
    page.write_text(
        "%%MediaBox 0 0 595 842\n%%Font Times Times-Roman\n"
        f"BT /Times 11 Tf 50 700 Td ({truth.LEVEL}) Tj 0 -20 Td ({truth.SPLIT}) Tj ET\n")
    subprocess.run(["mutool", "create", "-o", out.path("mutool-create.pdf"), str(page)], check=True)
    page.unlink()
    out.add("mutool-create.pdf", [truth.LEVEL, truth.SPLIT])
    out.write()


if __name__ == "__main__":
    main()
