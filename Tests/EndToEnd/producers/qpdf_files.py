"""Files rewritten by qpdf (Debian: qpdf): object streams, linearized, each encryption.

Usage: qpdf_files.py FOLDER
"""

import pathlib
import subprocess

import _plain as plain
import _truth as truth

WAYS = {
    "objectstreams": ["--object-streams=generate", "--compress-streams=y"],
    "linearized": ["--linearize", "--object-streams=generate"],
    "qdf": ["--qdf"],
    "rc4-40": ["--encrypt", "", "owner", "40", "--"],
    "rc4-128": ["--encrypt", "", "owner", "128", "--use-aes=n", "--"],
    "aes-128": ["--encrypt", "", "owner", "128", "--use-aes=y", "--"],
    "aes-128-cleartext-metadata":
        ["--encrypt", "", "owner", "128", "--use-aes=y", "--cleartext-metadata", "--"],
    "aes-256": ["--encrypt", "", "owner", "256", "--"],
    "aes-256-r5": ["--encrypt", "", "owner", "256", "--force-R5", "--"],
}
WITH_PASSWORD = {
    "user-128": ["--encrypt", "secret", "owner", "128", "--use-aes=y", "--"],
    "user-256": ["--encrypt", "secret", "owner", "256", "--"],
}


def main():
    truth.need("qpdf")
    out = truth.Truth()
    source = pathlib.Path(out.path("plain.pdf"))
    source.write_bytes(plain.pdf())
    out.add("plain.pdf", plain.codes())
    for name, options in {**WAYS, **WITH_PASSWORD}.items():
        file = f"qpdf-{name}.pdf"
        subprocess.run(
            ["qpdf", "--allow-weak-crypto", *options, str(source), out.path(file)], check=True)
        if name in WITH_PASSWORD:
            out.add(file, [], "Encrypted")
        else:
            out.add(file, plain.codes())
    out.write()


if __name__ == "__main__":
    main()
