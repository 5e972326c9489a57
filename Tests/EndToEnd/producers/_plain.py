"""A small PDF written by hand, for the tools that rewrite files."""

import _truth as truth


def codes():
    return [truth.LEVEL, truth.UPRIGHT, truth.SPLIT, truth.SPREAD]


def pdf():
    content = "\n".join([
        "BT /F1 11 Tf",
        f"1 0 0 1 50 780 Tm ({truth.LEVEL}) Tj",
        f"0 1 -1 0 300 600 Tm ({truth.UPRIGHT}) Tj",
        f"1 0 0 1 50 410 Tm [({truth.SPLIT[:3]}) 5 ({truth.SPLIT[3:]})] TJ",
        f"1.7 Tc 1 0 0 1 50 350 Tm ({truth.SPREAD}) Tj",
        "ET",
    ])
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = "%PDF-1.7\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    body += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{body.rindex('xref')}\n%%EOF\n"
    return body.encode()
