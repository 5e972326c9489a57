"""Drawings made by matplotlib (PyPI: matplotlib) with fonts of Type 3 and Type 42.

Usage: matplotlib_drawings.py FOLDER
"""

import _truth as truth

try:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
except ImportError:
    truth.missing("matplotlib (PyPI: matplotlib)")


def main():
    out = truth.Truth()
    codes = [truth.LEVEL, truth.TURNED, truth.UPRIGHT, truth.KERNED]
    for kind in (3, 42):
        for family in ("DejaVu Sans", "DejaVu Serif"):
            plt.rcParams["pdf.fonttype"] = kind
            plt.rcParams["font.family"] = family
            figure = plt.figure(figsize=(6, 4))
            axes = figure.add_subplot(111)
            axes.plot([0, 1], [0, 1])
            axes.text(0.1, 0.1, truth.LEVEL)
            axes.text(0.3, 0.5, truth.TURNED, rotation=30)
            axes.text(0.8, 0.3, truth.UPRIGHT, rotation=90)
            axes.set_title(truth.KERNED)
            file = f"matplotlib-{kind}-{family.replace(' ', '')}.pdf"
            figure.savefig(out.path(file))
            plt.close(figure)
            out.add(file, codes)
    out.write()


if __name__ == "__main__":
    main()
