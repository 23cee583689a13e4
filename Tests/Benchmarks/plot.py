#!/usr/bin/env python3
"""Draws what growth.py measured: seconds over firms, both by powers of ten.

usage: plot.py FIGURES.json PICTURE.png
"""
import json, sys

import matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot

# Told apart in print and by those who see red and green alike (Okabe, Ito).
COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#000000"]
MARKERS = "os^Dv*P"


def main():
    figures, picture = sys.argv[1:]
    with open(figures, encoding="utf-8") as file: measured = json.load(file)
    sizes, lines = measured["sizes"], measured["lines"]
    pyplot.rcParams.update({"font.size": 11, "svg.hashsalt": "growth"})
    figure, axes = pyplot.subplots(figsize=(9, 5.2), dpi=130)
    for number, line in enumerate(lines):
        axes.loglog(sizes, line["seconds"], color=COLOURS[number % len(COLOURS)], marker=MARKERS[number % len(MARKERS)],
                    linewidth=1.8, markersize=6, label=f"{line['name']} ({line['slope']:.2f})")
    bottom = min(min(line["seconds"]) for line in lines) / 2
    axes.loglog(sizes, [bottom * size / sizes[0] for size in sizes], color="#999999", linestyle=":", label="twice the firms, twice the time (1)")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.set_xlabel("firms")
    axes.set_ylabel("seconds")
    axes.set_title("How cost grows with the network", loc="left")
    axes.grid(color="#dddddd", linewidth=.7)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(title="figure (slope)", loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, alignment="left")
    figure.savefig(picture, bbox_inches="tight", metadata={"Software": None})


if __name__ == "__main__": main()
