"""How the cost of each figure grows with the network: ours alone, at a thousand to a million firms, as a table and a picture.

The slope is that of a straight line through the logarithms, so 1 means that twice the firms cost twice as much. Standard library only,
as bench.py, which calls it; plot.py draws.
"""
import json, math, os, shutil, statistics, sys
from dataclasses import dataclass
from typing import Callable

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = [1_000, 10_000, 100_000, 1_000_000]
STOPPED_FIRMS = 1_000


@dataclass
class Figure:
    """One line: its name, what the helper is asked, and what of the answer is told, in seconds."""
    name: str
    asked: list
    seconds: Callable


FIGURES = [
    Figure("network built from the store", ["build"], lambda a: a["seconds"]),
    Figure("concentration of all groups", ["concentration"], lambda a: a["seconds"]),
    Figure("touch exposure of every firm to every city", ["touch"], lambda a: a["seconds"]),
    Figure("cascades made ready", ["systemic", str(STOPPED_FIRMS)], lambda a: a["prepared"]),
    Figure("ESRI of one firm", ["systemic", str(STOPPED_FIRMS)], lambda a: (a["seconds"] - a["prepared"]) / a["firms"]),
    Figure("60-day what-if", ["whatif"], lambda a: a["seconds"]),
    Figure("dominator tree of one leader", ["dominators"], lambda a: a["seconds"] / a["leaders"]),
]


def measure(bench, most, picture):
    """The table, as text; the picture is drawn from three sizes on."""
    sizes = [size for size in SIZES if size <= most]
    times = {figure.name: [] for figure in FIGURES}
    for size in sizes:
        folder = bench.network(size)
        data = f"{folder}/store"
        bench.fill(folder, data)
        taken = {}
        for figure in FIGURES:
            key = " ".join(figure.asked)
            if key not in taken: taken[key] = bench.ask(data, *figure.asked)
            times[figure.name].append(statistics.median(figure.seconds(a) for a in taken[key]))
        shutil.rmtree(data)
    if len(sizes) > 2: draw(bench, sizes, times, picture)
    return table(sizes, times)


def slope(sizes, times):
    if len(sizes) < 2: return None
    return statistics.linear_regression([math.log(s) for s in sizes], [math.log(t) for t in times]).slope


def table(sizes, times):
    head = ["seconds at", *(f"{size:,} firms" for size in sizes), "slope"]
    lines = [head, ["---"] + ["---:"] * (len(sizes) + 1)]
    for name, row in times.items():
        rise = slope(sizes, row)
        lines.append([name, *(f"{seconds:.3g}" for seconds in row), "–" if rise is None else f"{rise:.2f}"])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def draw(bench, sizes, times, picture):
    lines = [{"name": name, "seconds": row, "slope": slope(sizes, row)} for name, row in times.items()]
    figures = f"{bench.cache}/growth.json"
    with open(figures, "w", encoding="utf-8") as file: json.dump({"sizes": sizes, "lines": lines}, file)
    os.makedirs(os.path.dirname(os.path.abspath(picture)), exist_ok=True)
    bench.run(sys.executable, os.path.join(HERE, "plot.py"), figures, picture)
