#!/usr/bin/env python3
"""The peers that bench.py measures Tierwatch's figures against. Needs what requirements.txt names.

usage: peers.py concentration DIR [--integers]    DuckDB: suppliers, HHI, CR1 and CR3 of every (buyer, product)
       peers.py touch DIR                         scipy: touch exposure of all firms to all cities
       peers.py dominators DIR                    igraph and rustworkx: dominator trees of all leading firms
       peers.py whatif DIR                        the reference's own steps: 60 days of which Shanghai stops for 14
       peers.py systemic DIR [--sampled N] [--solved N]   numpy: ESRI of firms out of a sample, by plain steps
       peers.py versions
DIR holds the supplies.csv of make_network.py: every value given and above 0, no shares. Prints JSON; `seconds` is the figure's time
alone, without loading. Both are written as their own users would want them: see the comments.
"""
import argparse, csv, json, sys, time

import numpy as np

CHANGE_LIMIT = 1e-12      # of x = S·x, as a norm over all firms, at which an iteration ends
STEP_LIMIT = 3_000

CONCENTRATION = """
    create or replace temp table figures as
    select buyer_id, product, count(*) as suppliers, 10000 * sum(v * v) / (sum(v) * sum(v)) as hhi,
           max(v) / sum(v) as cr1, list_sum(max(v, 3)) / sum(v) as cr3
    from (select buyer_id, product, supplier_id, sum(annual_value) as v from supplies group by all)
    group by all"""


def concentration(folder, integers):
    """DuckDB with its default threads, once to warm up and once for the time; the result stays in a table of its own."""
    import duckdb
    base = duckdb.connect()
    kept = "supplier_id, buyer_id, product, annual_value"
    types = "{'supplier_id': 'VARCHAR', 'buyer_id': 'VARCHAR', 'product': 'VARCHAR', 'annual_value': 'DOUBLE'}"
    base.execute(f"create table supplies as select {kept} from read_csv('{folder}/supplies.csv', types = {types})")
    if integers:
        dense = [f"dense_rank() over (order by {c})::integer as {c}" for c in kept.split(", ")[:3]]
        base.execute(f"create or replace table supplies as select {', '.join(dense)}, annual_value from supplies")
    base.execute(CONCENTRATION)
    start = time.perf_counter()
    base.execute(CONCENTRATION)
    seconds = time.perf_counter() - start
    groups, checksum = base.execute("select count(*), sum(hhi) from figures").fetchone()
    return {"seconds": seconds, "groups": groups, "checksum": checksum}


class Unsettled(Exception):
    """The iteration did not come to its end within the limit: the time spent is a lower bound."""


def city(code):
    """The region at city level: counties roll up by four digits, in the municipalities by two; countries stay."""
    if not code.isdigit(): return code
    return code[:2] + "0000" if code[:2] in ("11", "12", "31", "50", "71", "81", "82") else code[:4] + "00"


class Chains:
    """The share-weighted links from buyers to the suppliers' cities, as arrays.

    All values are given, so share · weight of a link is its value over all that the buyer buys. The sites of a buyer
    have equal rows: they buy the same in proportion, so a firm's exposure is that of any of its sites.
    """

    def __init__(self, folder):
        firms, regions = {}, {}
        buyers, sellers, places, values = [], [], [], []
        with open(f"{folder}/supplies.csv", encoding="utf-8", newline="") as file:
            for r in csv.DictReader(file):
                buyers.append(firms.setdefault(r["buyer_id"], len(firms)))
                sellers.append(firms.setdefault(r["supplier_id"], len(firms)))
                places.append(regions.setdefault(city(r["supplier_region"]), len(regions)))
                values.append(float(r["annual_value"]))
        self.firms, self.regions = list(firms), list(regions)
        # Links lie in the order of their buyers: they are rows of a matrix as they stand.
        order = np.lexsort((sellers, buyers))
        self.buyers, self.sellers, self.places = (np.array(x, np.int32)[order] for x in (buyers, sellers, places))
        values = np.array(values)[order]
        self.parts = values / np.bincount(self.buyers, values, len(firms))[self.buyers]

    def loops(self):
        """Whether any firm is upstream of itself."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components
        count = len(self.firms)
        links = csr_array((np.ones(len(self.buyers), np.int8), (self.buyers, self.sellers)), shape=(count, count))
        return connected_components(links, connection="strong", return_labels=False) < count

    def steps(self):
        """All regions at once, x ← S·(1 in the region, else x): the fastest way where a few steps end it."""
        from scipy.sparse import csr_array
        count = len(self.regions)
        sites, number = np.unique(self.sellers.astype(np.int64) * count + self.places, return_inverse=True)
        owner, region, every = sites // count, sites % count, np.arange(len(sites))
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.buyers, minlength=len(self.firms)))])
        shares = csr_array((self.parts, number, starts), shape=(len(self.firms), len(sites)))
        exposure = np.zeros((len(self.firms), count))
        for _ in range(STEP_LIMIT):
            met = exposure[owner]
            met[every, region] = 1
            before, exposure = exposure, shares @ met
            if np.abs(np.subtract(exposure, before, out=before), out=before).max() <= CHANGE_LIMIT: return exposure.sum()
        raise Unsettled(f"the exposures did not settle in {STEP_LIMIT:,} steps")

    def solves(self):
        """Solves x = S·(1 in the region, else x of the supplier) for each region; firms that buy nothing are left out.

        The fastest way found in scipy where there are loops: at 100,000 firms plain steps x ← S·x, of which the cycles
        make 3,000, take many times as long, gmres two to three times; splu fills up. The residual is the change that a
        plain step would make.
        """
        from scipy.sparse import csr_array
        from scipy.sparse.linalg import LinearOperator, bicgstab
        buys = np.bincount(self.buyers, minlength=len(self.firms)) > 0
        place = np.cumsum(buys, dtype=np.int32) - 1
        count, rows = int(buys.sum()), place[self.buyers]
        inner = buys[self.sellers]
        columns, parts, regions = place[self.sellers[inner]], self.parts[inner], self.places[inner]
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows[inner], minlength=count))]).astype(np.int32)
        total = 0.0
        for region in range(len(self.regions)):
            here = self.places == region
            direct = np.bincount(rows[here], self.parts[here], count)
            onward = csr_array((np.where(regions == region, 0, parts), columns, starts), shape=(count, count))
            system = LinearOperator((count, count), matvec=lambda x: x - onward @ x)
            x, _ = bicgstab(system, direct, rtol=0, atol=CHANGE_LIMIT, maxiter=STEP_LIMIT)
            # Plain steps from there: one that confirms it, or more where BiCGSTAB broke down at rounding errors.
            for _ in range(STEP_LIMIT):
                before, x = x, direct + onward @ x
                if np.abs(x - before).max() <= CHANGE_LIMIT: break
            else: raise Unsettled(f"the exposure to {self.regions[region]} did not settle in {STEP_LIMIT:,} steps")
            total += x.sum()
        return total


def touch(folder):
    """The sum of all exposures, each way summing them up as its arrays allow."""
    chains = Chains(folder)
    find = chains.solves if chains.loops() else chains.steps
    start = time.perf_counter()
    try: total = find()
    except Unsettled as fault: return {"seconds": time.perf_counter() - start, "checksum": None, "unsettled": str(fault)}
    return {"seconds": time.perf_counter() - start, "checksum": float(total)}


def dominators(folder):
    from dominators import measure
    return measure(folder)


def systemic(folder, sampled, solved):
    from esri import measure
    return measure(folder, sampled, solved)


def whatif(folder):
    from peer_whatif import measure
    return measure(folder)


def versions():
    import duckdb, igraph, rustworkx, scipy
    threads = duckdb.connect().execute("select current_setting('threads')").fetchone()[0]
    return {"duckdb": duckdb.__version__, "duckdb_threads": threads, "scipy": scipy.__version__, "numpy": np.__version__,
            "igraph": igraph.__version__, "rustworkx": rustworkx.__version__}


def main():
    sys.dont_write_bytecode = True      # a folder of bytecode here would be an unknown file to the package
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figure", choices=["concentration", "touch", "dominators", "systemic", "whatif", "versions"])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--integers", action="store_true", help="encode codes and products as integers while loading")
    parser.add_argument("--sampled", type=int, default=50, help="every so manieth firm in the order of identity")
    parser.add_argument("--solved", type=int, default=50, help="how many of these are stopped")
    a = parser.parse_args()
    if a.figure != "versions" and not a.folder: parser.error("which folder?")
    answers = {"concentration": lambda: concentration(a.folder, a.integers), "touch": lambda: touch(a.folder),
               "dominators": lambda: dominators(a.folder), "systemic": lambda: systemic(a.folder, a.sampled, a.solved),
               "whatif": lambda: whatif(a.folder), "versions": versions}
    answer = answers[a.figure]()
    print(json.dumps(answer))


if __name__ == "__main__": main()
