"""The peer of bench.py's what-if: the steps of Tests/Tools/tierref.py, over arrays that are loaded without its dictionaries.

`peers.py whatif DIR` calls it. DIR holds the supplies.csv and firms.csv of make_network.py: every value given and above 0, no shares,
no backups. Shanghai stops for 14 of 60 days; the checksum is what all leading firms lose, in days, and `seconds` is the time of the steps alone.
"""
import csv, os, sys, time

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Tools"))
import tierref

STOPPED, DAYS, UNTIL = "31", 14, 60


class Network(tierref.Network):
    """What `simulate` of the reference needs, and the leading firms."""

    def __init__(self, folder):
        firms, places, products = {}, {}, {}
        supplier, place, buyer, product, value, essential, ordinary, stock, leaders = [], [], [], [], [], [], [], [], set()
        with open(f"{folder}/supplies.csv", encoding="utf-8", newline="") as file:
            for r in csv.DictReader(file):
                supplier.append(firms.setdefault(r["supplier_id"], len(firms)))
                buyer.append(firms.setdefault(r["buyer_id"], len(firms)))
                place.append(places.setdefault(r["supplier_region"], len(places)))
                product.append(products.setdefault(r["product"], len(products)))
                value.append(float(r["annual_value"]))
                essential.append(r["importance"] == "essential")
                ordinary.append(r["importance"] == "ordinary")
                stock.append(float(r["inventory_days"] or 0))
                if r["tier"] == "1": leaders.add(buyer[-1])
        supplier, place, buyer, product = (np.array(x, np.int64) for x in (supplier, place, buyer, product))
        value, stock = np.array(value), np.array(stock)
        self.lay_sites(folder, firms, places, supplier, place, value)
        self.lay_groups(buyer, product, len(products), value, stock, np.array(essential), np.array(ordinary))
        self.leaders = sorted(leaders)

    def lay_sites(self, folder, firms, places, supplier, place, value):
        """A firm's sites are where it ships from; one that ships nothing has its own region."""
        own = np.zeros(len(firms), np.int64)
        with open(f"{folder}/firms.csv", encoding="utf-8", newline="") as file:
            for r in csv.DictReader(file):
                if r["id"] in firms: own[firms[r["id"]]] = places.setdefault(r["region"], len(places))
        count = len(places)
        idle = np.setdiff1d(np.arange(len(firms)), supplier)
        keys = np.unique(np.concatenate([supplier * count + place, idle * count + own[idle]]))
        self.n, self.firm_of = len(keys), keys // count
        self.link_site = np.searchsorted(keys, supplier * count + place)
        sold = np.bincount(self.link_site, value, self.n)
        total = np.bincount(self.firm_of, sold, len(firms))[self.firm_of]
        self.part = np.divide(sold, total, out=np.ones(self.n), where=total > 0)
        codes = np.array(list(places))
        self.stopped = np.char.startswith(codes, STOPPED)[keys % count]
        self.first = np.searchsorted(self.firm_of, np.arange(len(firms) + 1))

    def lay_groups(self, buyer, product, products, value, stock, essential, ordinary):
        """One group for each site of a buyer and each of its products, with a copy of the buyer's links."""
        keys, group = np.unique(buyer * products + product, return_inverse=True)
        total = np.bincount(group, value, len(keys))
        share = value / total[group]
        days = np.bincount(group, share * stock, len(keys)) / np.bincount(group, share, len(keys))
        is_essential = np.bincount(group, essential, len(keys)) > 0
        is_ordinary = ~is_essential & (np.bincount(group, ordinary, len(keys)) > 0)
        bought = np.bincount(keys // products, total)
        weight = total / bought[keys // products]
        sites = (self.first[1:] - self.first[:-1])[keys // products]
        of, self.buyer = repeat(sites, self.first[keys // products])
        self.essential, self.ordinary, self.days, self.w = is_essential[of], is_ordinary[of], days[of], weight[of]
        self.groups, self.backups = of, []
        order = np.argsort(group, kind="stable")
        start = np.searchsorted(group[order], np.arange(len(keys) + 1))
        self.grp, link = repeat((start[1:] - start[:-1])[of], start[of])
        self.src, self.sh = self.link_site[order][link], share[order][link]
        self.unknown = 1 - np.bincount(self.grp, self.sh, len(of))


def repeat(counts, first):
    """Which run each element belongs to, and first, first + 1, … within each run."""
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts) + first[of]


def measure(folder):
    network = Network(folder)
    start = time.perf_counter()
    outputs = network.simulate(network.stopped.astype(float), DAYS, UNTIL)
    seconds = time.perf_counter() - start
    lost = (1 - outputs).sum(0) * network.part
    checksum = sum(float(lost[network.first[f]:network.first[f + 1]].sum()) for f in network.leaders)
    return {"seconds": seconds, "leaders": len(network.leaders), "checksum": checksum}
