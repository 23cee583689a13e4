"""numpy's side of systemic risk: the contract's cascade in plain steps, all sites at once, for one stopped firm after another.

Each firm starts alone and steps until nothing changes any more, as in Tests/Tools/tierref.py; what does not change from step to step is
made once. Loading is lean, for a million firms: DuckDB turns codes into numbers, and nothing here is kept by row or by name.
"""
import time

import numpy as np

STEP_LIMIT = 200_000
TIME_LIMIT_SECONDS = 240  # after which no further firm is stopped, once there is one of each kind
CHANGE_LIMIT = 1e-13      # of a step, at which the cascade has come to its limit

LINKS = """
    with links as (select l.*, coalesce(l.supplier_region, f.region) as place
                   from read_csv('{folder}/supplies.csv', all_varchar = true) l
                   join read_csv('{folder}/firms.csv', all_varchar = true) f on f.id = l.supplier_id)
    select s.number as supplier, b.number as buyer, dense_rank() over (order by place) - 1 as place,
           dense_rank() over (order by product) - 1 as product, annual_value::double as value, importance = 'essential' as essential
    from links join firms s on s.id = supplier_id join firms b on b.id = buyer_id
    order by buyer, product, supplier, place"""


class Economy:
    """The sites of a network and what they take from each other, as arrays; every value is given, every link is active."""

    def __init__(self, folder):
        import duckdb
        base = duckdb.connect()
        base.execute(f"""create table firms as select id, row_number() over (order by id) - 1 as number, coalesce(revenue, 0)::double as revenue
                         from read_csv('{folder}/firms.csv', types = {{'id': 'VARCHAR', 'region': 'VARCHAR'}})""")
        firms = base.execute("select * from firms order by number").fetchnumpy()
        links = base.execute(LINKS.format(folder=folder)).fetchnumpy()
        base.close()
        self.identities, revenue = firms["id"], firms["revenue"]
        supplier, buyer, place, product = (links[c].astype(np.int64) for c in ("supplier", "buyer", "place", "product"))
        value, n = links["value"], len(self.identities)

        # Sites: where a firm ships from, by value; one that ships nothing has one.
        places = place.max() + 1
        keys, site = np.unique(supplier * places + place, return_inverse=True)
        idle = np.setdiff1d(np.arange(n), supplier)
        firm = np.concatenate([keys // places, idle])
        order = np.argsort(firm, kind="stable")
        rank = np.empty(len(firm), np.int64)
        rank[order] = np.arange(len(firm))
        sold = np.bincount(site, value, len(firm))
        self.firm, self.count = firm[order], len(firm)
        part = np.where(sold > 0, sold / np.maximum(np.bincount(firm, sold, n)[firm], 1e-300), 1)[order]
        self.starts = np.searchsorted(self.firm, np.arange(n + 1))

        # Groups: what a buyer needs of a product, the same at each of its sites.
        products = product.max() + 1
        keys, group = np.unique(buyer * products + product, return_inverse=True)
        bought, owner = np.bincount(group, value), keys // products
        weight = bought / np.bincount(owner, bought, n)[owner]
        essential = np.bincount(group, links["essential"]) > 0
        copies = np.diff(self.starts)
        group_starts = np.concatenate([[0], np.cumsum(copies[owner])])
        self.groups = int(group_starts[-1])
        copy = np.arange(self.groups) - np.repeat(group_starts[:-1], copies[owner])
        self.buyer = self.starts[np.repeat(owner, copies[owner])] + copy
        essential, weight = np.repeat(essential, copies[owner]), np.repeat(weight, copies[owner])
        self.essential, self.ordinary = np.flatnonzero(essential), np.flatnonzero(~essential)
        self.essential_buyer, self.ordinary_buyer = self.buyer[self.essential], self.buyer[self.ordinary]
        self.ordinary_weight = weight[self.ordinary]

        # Links, once for each site of the buyer.
        row = np.repeat(np.arange(len(value)), copies[buyer])
        copy = np.arange(len(row)) - np.repeat(np.cumsum(copies[buyer]) - copies[buyer], copies[buyer])
        self.source, self.group = rank[site][row], group_starts[group][row] + copy
        self.target = self.buyer[self.group]
        self.share = (value / bought[group])[row]
        value = value[row] * part[self.target]
        sales = np.bincount(self.source, value, self.count)
        total = np.where(revenue > 0, revenue, np.bincount(self.firm, sales, n))
        self.revenue = total[self.firm] * part
        self.up = value / self.revenue[self.source]

    def sample(self, count):
        """Every n/count-th firm in the order of identity."""
        n = len(self.identities)
        return [k * n // count for k in range(min(count, n))]

    def far(self):
        """By firm: whether its stop reaches the largest set of sites that all hang on each other."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import breadth_first_order, connected_components
        ones = np.ones(len(self.source), np.int8)
        suppliers = csr_array((ones, (self.target, self.source)), shape=(self.count, self.count))
        _, component = connected_components(suppliers, connection="strong")
        sizes = np.bincount(component)
        reaches = np.zeros(len(self.identities), bool)
        if sizes.max() > 1:
            above = breadth_first_order(suppliers, int(np.argmax(component == sizes.argmax())), return_predecessors=False)
            reaches[self.firm[above]] = True
        return reaches

    def risk(self, firm):
        """The part of all revenue that is lost when a firm stops, and in how many steps."""
        capacity = np.ones(self.count)
        capacity[self.starts[firm]:self.starts[firm + 1]] = 0
        down, up = capacity, capacity
        for step in range(1, STEP_LIMIT + 1):
            lost = np.bincount(self.group, self.share * (1 - down[self.source]), self.groups)
            worst = np.zeros(self.count)
            np.maximum.at(worst, self.essential_buyer, lost[self.essential])
            mean = np.bincount(self.ordinary_buyer, self.ordinary_weight * lost[self.ordinary], self.count)
            next_down = np.maximum(0, np.minimum(capacity, np.minimum(1 - worst, 1 - mean)))
            unsold = np.bincount(self.source, self.up * (1 - up[self.target]), self.count)
            next_up = np.maximum(0, np.minimum(capacity, 1 - unsold))
            change = max((down - next_down).max(), (up - next_up).max())
            down, up = next_down, next_up
            if change <= CHANGE_LIMIT: break
        return float(self.revenue @ (1 - np.minimum(down, up)) / self.revenue.sum()), step


def measure(folder, sampled, solved):
    """Stops firms of a sample, far-reaching ones and others in turn, `solved` of them unless the time is up.

    `seconds` is the mean of each kind, weighted by how many of the kind the sample has: of a few firms the plain mean would hang on how
    many of those that need hundreds of steps are among them. `checksum` is the sum over the firms named in `identities`.
    """
    economy = Economy(folder)
    sample, far = economy.sample(sampled), economy.far()
    kinds = {"far": [f for f in sample if far[f]], "near": [f for f in sample if not far[f]]}
    kinds = {kind: firms for kind, firms in kinds.items() if firms}
    most = solved if solved >= len(sample) else max(1, solved // len(kinds))
    turns = sorted((k / count, kind, firms[k * len(firms) // count])
                   for kind, firms in kinds.items() for count in [min(len(firms), most)] for k in range(count))
    times, steps = {kind: [] for kind in kinds}, {kind: [] for kind in kinds}
    done, checksum, start = [], 0.0, time.perf_counter()
    for _, kind, firm in turns:
        began = time.perf_counter()
        if began - start > TIME_LIMIT_SECONDS and all(times.values()): break
        risk, count = economy.risk(firm)
        times[kind].append(time.perf_counter() - began)
        steps[kind].append(count)
        done.append(str(economy.identities[firm]))
        checksum += risk
    means = {kind: float(np.mean(times[kind])) for kind in kinds}
    return {"seconds": sum(means[kind] * len(firms) for kind, firms in kinds.items()) / len(sample), "checksum": checksum, "identities": done,
            "kinds": {kind: {"sampled": len(firms), "solved": len(times[kind]), "seconds": means[kind], "steps": float(np.mean(steps[kind]))}
                      for kind, firms in kinds.items()}}
