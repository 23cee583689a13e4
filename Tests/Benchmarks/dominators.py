"""The dominator trees of all leading firms in python-igraph and rustworkx, for peers.py."""
import csv, time

import numpy as np


def chains(folder):
    """How many firms there are, the leaders, and each pair of a buyer and its supplier once."""
    firms, pairs, leaders = {}, set(), set()
    with open(f"{folder}/supplies.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            buyer, supplier = (firms.setdefault(row[name], len(firms)) for name in ("buyer_id", "supplier_id"))
            pairs.add((buyer, supplier))
            if row["tier"] == "1": leaders.add(buyer)
    return len(firms), sorted(leaders), sorted(pairs)


def igraph(count, pairs):
    from igraph import Graph
    graph = Graph(n=count, edges=pairs, directed=True)

    def dominators(found):
        """-1 for the root, nan for what is not reached."""
        found = np.array(found)
        return np.flatnonzero(found >= 0), found
    return lambda root: graph.dominator(root, mode="out"), dominators


def rustworkx(count, pairs):
    from rustworkx import PyDiGraph, immediate_dominators
    graph = PyDiGraph(multigraph=False, node_count_hint=count, edge_count_hint=len(pairs))
    graph.add_nodes_from(range(count))
    graph.add_edges_from_no_data(pairs)

    def dominators(found):
        """The root is its own."""
        nodes = np.fromiter(found.keys(), np.int64)
        all = np.full(count, -1)
        all[nodes] = np.fromiter(found.values(), np.int64)
        return nodes[all[nodes] != nodes], all
    return lambda root: immediate_dominators(graph, root), dominators


def measure(folder):
    """Both libraries over graphs that are built; the faster one's time is the peer's.

    Only the call that finds the tree is timed. The checksum is the sum of all chokepoint weights: what a firm dominates, itself left
    out, summed over firms, is the number of firms, root left out, that dominate a firm, summed over firms.
    """
    count, leaders, pairs = chains(folder)
    seconds, sums = {}, {}
    for library in (igraph, rustworkx):
        find, dominators = library(count, pairs)
        seconds[library.__name__], sums[library.__name__] = 0.0, 0
        for leader in leaders:
            start = time.perf_counter()
            found = find(leader)
            seconds[library.__name__] += time.perf_counter() - start
            nodes, dominator = dominators(found)
            above = dominator[nodes].astype(np.int64)
            while (above := above[above != leader]).size:
                sums[library.__name__] += int(above.size)
                above = dominator[above].astype(np.int64)
    if len(set(sums.values())) > 1: raise SystemExit(f"the libraries disagree: {sums}")
    return {"seconds": min(seconds.values()), **seconds, "leaders": len(leaders), "checksum": sums["igraph"]}
