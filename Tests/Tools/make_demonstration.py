#!/usr/bin/env python3
"""Writes the three made-up demonstration chains: OUT/auto, OUT/chips and OUT/biopharma. Standard library only.

usage: make_demonstration.py [OUT] [--clean]      OUT is Suppliers unless given; the same files come out byte for byte

Each chain is one leading firm, its suppliers of tiers 1 to 5, and a story that is told in Suppliers/README.md. A chain
is grown tier by tier: every maker of a product spends half of what it sells on the products that the table says it needs.
Region codes are real. Codes pass their checks, but their serials (DEM…, DEMO…) are of no issuing office: no real firm is meant.
`--clean` writes the same declarations as plain firms.csv and supplies.csv, as tierref.py reads them.
"""
import argparse, csv, io, os, random
from dataclasses import dataclass, field

from demonstration_chains import CHAINS, PLACES

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WORDS = [stem + branch for stem in "甲乙丙丁戊己庚辛壬癸" for branch in "子丑寅卯辰巳午未"]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
INDUSTRY = {"auto": "汽车", "chips": "集成电路", "biopharma": "生物医药"}
IMPORTANCE = {"essential": "关键", "ordinary": "一般", "none": "无影响"}
STATUS = {"active": "在供", "backup": "备选", "ended": "终止"}
PROVINCES = {"31": "", "32": "江苏省", "33": "浙江省", "34": "安徽省"}
YUAN = 10_000                           # amounts are whole 万元


def uscc(region, serial):
    """A valid code: company, registered in `region`, with a valid organisation code around an 8-character serial."""
    check = -sum(int(c, 36) * w for c, w in zip(serial, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    body = f"91{region}{serial}{'X' if check == 10 else check}"
    return body + ALPHABET[-sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


def lei(serial):
    body = f"DEMO00{serial:012d}"
    return f"{body}{98 - int(''.join(str(int(c, 36)) for c in body + '00')) % 97:02d}"


@dataclass
class Firm:
    id: str
    name: str
    place: str
    product: str
    recovery: int | None
    second: str | None = None            # another place that some of its deliveries come from
    sales: int = 0


@dataclass
class Chain:
    firms: list[Firm] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)


class Grower:
    """Grows one chain from its table. Only `random()` is drawn from the generator: its sequence is guaranteed to stay."""

    def __init__(self, key, plan, number):
        self.key, self.plan, self.number = key, plan, number
        self.rng = random.Random(20_220_400 + number)
        self.products = {p["name"]: p for p in plan["products"]}
        self.chain = Chain()
        self.leader = self.firm(plan["leader"], plan["leader_place"], "")
        self.makers = {p["name"]: self.found(p) for p in plan["products"]}

    def chance(self, p): return self.rng.random() < p

    def between(self, low, high): return low + int(self.rng.random() * (high - low + 1))

    def pick(self, items): return items[int(self.rng.random() * len(items))]

    def firm(self, name, place, product):
        serial, code = len(self.chain.firms) + 1, PLACES[place]
        identity = uscc(code, f"DEM{self.number}{serial:04d}") if code.isdigit() else lei(self.number * 10_000 + serial)
        slow = 30 if not code.isdigit() else 0
        recovery = self.between(5, 60) + slow if self.chance(.8) else None
        second = self.pick(self.plan["pool"]) if product and self.chance(.1) else None
        if second == place or not code.isdigit() or not PLACES.get(second, "").isdigit(): second = None
        self.chain.firms.append(Firm(identity, name, place, product, recovery, second))
        return self.chain.firms[-1]

    def found(self, product):
        """The makers of a product, in the places that the table names, then in the chain's usual ones."""
        firms = []
        for i in range(product["firms"]):
            place = product["places"][i] if i < len(product["places"]) else self.pick(self.plan["pool"])
            word = f"示例{WORDS[(i * 7 + len(self.chain.firms)) % len(WORDS)]}{product['name']}"
            native = PLACES[place].isdigit()
            firms.append(self.firm(f"{place.removesuffix('市')}{word}有限公司" if native else f"{word}（{place}）有限公司",
                                   place, product["name"]))
        return firms

    def grow(self):
        self.buy(self.leader, 1, self.plan["spend"], list(self.products))
        for tier in range(2, 6):
            for buyer in [f for f in self.chain.firms if f.sales and self.products[f.product]["tier"] == tier - 1]:
                if self.chance(self.plan["covered"][tier - 1]) or (buyer.product in self.plan["always"]):
                    self.buy(buyer, tier, buyer.sales // 2, self.products[buyer.product]["needs"])
        self.extras()
        sellers = {r["supplier"].id for r in self.chain.rows}
        self.chain.firms = [f for f in self.chain.firms if f is self.leader or f.id in sellers]
        return self.chain

    def buy(self, buyer, tier, budget, names):
        needs = [p for n in names if (p := self.products[n])["tier"] == tier]
        for product in needs:
            part = product["weight"] / sum(p["weight"] for p in needs)
            self.group(buyer, tier, product, budget * part * (.8 + .4 * self.rng.random()))

    def sellers(self, buyer, product):
        """Who sells this product to this buyer: all makers to the leader, a few in turn to the others."""
        makers = self.makers[product["name"]]
        pinned = self.plan["pins"].get((buyer.product, product["name"]))
        if buyer is self.leader: return makers
        if pinned: return [makers[pinned[[f.id for f in self.makers[buyer.product]].index(buyer.id) % len(pinned)]]]
        count = min(len(makers), self.pick([1, 1, 1, 2, 2, 2, 3]))
        main = makers[:1] if product["name"] in self.plan["dominant"] else []
        turn = self.products[product["name"]].setdefault("turn", makers[len(main):])
        chosen = turn[:count]
        turn[:] = turn[count:] + chosen
        return main + chosen[:1 if main else count]

    def group(self, buyer, tier, product, amount):
        """One buyer's product: the amount split among its sellers, now and then over two places of one."""
        sellers, name = self.sellers(buyer, product), product["name"]
        shares = self.plan["shares"].get(name) if buyer is self.leader else None
        weights = shares or [.5 + self.rng.random() for _ in sellers]
        if name in self.plan["dominant"] and len(sellers) > 1 and not shares:
            most = self.plan["dominant"][name]
            weights = [most * sum(weights[1:]) / (1 - most)] + weights[1:]
        told, rows = self.chance(.2), []
        for seller, weight in zip(sellers, weights):
            value = max(1, round(amount * weight / sum(weights) / YUAN)) * YUAN
            for place, part in self.split(seller):
                rows.append({"supplier": seller, "place": place, "buyer": buyer, "tier": tier, "product": name,
                             "annual_value": max(1, round(value * part / YUAN)) * YUAN, "importance": product["importance"]})
        total = sum(r["annual_value"] for r in rows)
        for i, row in enumerate(rows):
            row["supplier"].sales += row["annual_value"]
            row["share"] = shares[i] if shares else int(100 * row["annual_value"] / total) / 100 if told else None
            row["inventory_days"] = self.between(2, 45) if self.chance(.85) else None
            row["lead_time_days"] = self.between(3, 60) if self.chance(.7) else None
            row["status"], row["spare_capacity"], row["bring_up_days"] = "active", None, None
        if buyer is not self.leader and self.chance(.12): rows[-1]["annual_value"] = None
        if buyer is self.leader and not shares and len(rows) > 2 and self.chance(.3):
            rows[1]["spare_capacity"], rows[1]["bring_up_days"] = self.between(5, 20) / 100, self.between(3, 15)
        self.chain.rows += rows

    def split(self, seller):
        if not seller.second: return [(seller.place, 1)]
        draw = self.rng.random()
        if draw < .3: return [(seller.place, .6), (seller.second, .4)]
        return [(seller.place if draw < .7 else seller.second, 1)]

    def extras(self):
        """Firms that do not deliver today: qualified as backup, or ended."""
        for product, place, status, spare, days in self.plan["extras"]:
            word = WORDS[(len(self.chain.firms) * 11) % len(WORDS)]
            seller = self.firm(f"{place.removesuffix('市')}示例{word}{product}有限公司", place, product)
            self.chain.rows.append({"supplier": seller, "place": place, "buyer": self.leader, "tier": 1, "product": product,
                                    "annual_value": None, "share": None, "importance": self.products[product]["importance"],
                                    "status": status, "inventory_days": None, "lead_time_days": None,
                                    "spare_capacity": spare, "bring_up_days": days})


def text(x): return "" if x is None else str(x)


def percent(x): return "" if x is None else f"{x:.0%}"


def save(path, rows, encoding="utf-8", newline="\n"):
    out = io.StringIO()
    csv.writer(out, lineterminator=newline).writerows(rows)
    with open(path, "wb") as f: f.write(out.getvalue().encode(encoding))


def title(words, columns): return [words] + [""] * (len(columns) - 1)


SUPPLIES = ["supplier_id", "supplier_region", "buyer_id", "tier", "industry", "product", "annual_value", "share", "importance",
            "status", "inventory_days", "recovery_days", "lead_time_days", "spare_capacity", "bring_up_days"]
FIRMS = ["id", "name", "region", "industry", "revenue", "recovery_days", "whitelisted", "contact"]


def english(folder, key, chain, marked=True, firms=True):
    """Two plain files with the contract's English headers."""
    rows = [[r["supplier"].id, PLACES[r["place"]], r["buyer"].id, r["tier"], key, r["product"],
             *(text(r[c]) for c in SUPPLIES[6:11]), text(r["supplier"].recovery), *(text(r[c]) for c in SUPPLIES[12:])]
            for r in chain.rows]
    head = [title("演示数据，纯属虚构。Demonstration data: every firm below is made up.", SUPPLIES)] if marked else []
    save(f"{folder}/supplies.csv", head + [SUPPLIES] + rows)
    if not firms: return
    spent = sum(r["annual_value"] or 0 for r in chain.rows if r["tier"] == 1)
    rows = [[f.id, f.name, PLACES[f.place], key, round((f.sales * 1.25 or spent * 1.4) / YUAN) * YUAN if i % 9 else "",
             text(f.recovery), "yes" if i % 4 == 1 else "no", f"contact-{i:03d}@firm.example"]
            for i, f in enumerate(chain.firms, 1)]
    head = [title(head[0][0], FIRMS)] if marked else []
    save(f"{folder}/firms.csv", head + [FIRMS] + rows)


def region_name(place, i):
    """A place as people write it: 苏州, 苏州市 or 江苏省苏州市; a county by its full name."""
    code = PLACES[place]
    if not code.endswith("00"): return place
    return [place, f"{place}市", f"{PROVINCES.get(code[:2], '')}{place}市"][i % 3]


def windows(folder, key, chain):
    """One GB18030 file as Excel saves it on Chinese Windows: merged cells blank, 万元, subtotals, some full-width digits."""
    head = ["序号", "供应商级别", "供应商名称", "统一社会信用代码", "所在城市", "行业", "零部件", "下游客户", "采购方统一社会信用代码",
            "年采购额（万元）", "供货占比", "重要性", "状态", "库存天数", "恢复天数", "交货周期", "备用产能", "切换天数"]
    lines, tier, last, subtotal, total = [title("示例晶圆厂供应商清单（演示数据，纯属虚构）", head), head], 0, None, 0, 0

    def add_sum(word, amount): lines.append([word] + [""] * 8 + [f"{amount / YUAN:,.2f}"] + [""] * (len(head) - 10))

    order = {f.id: i for i, f in enumerate(chain.firms)}
    for i, r in enumerate(sorted(chain.rows, key=lambda r: (r["tier"], order[r["supplier"].id])), 1):
        seller, value, new_tier = r["supplier"], r["annual_value"], r["tier"] != tier
        if new_tier and tier: add_sum("小计", subtotal)
        if new_tier: tier, subtotal = r["tier"], 0
        amount = ["—", "/", ""][i % 3] if value is None else f"{value / YUAN:,.2f}"
        same = last is seller
        lines.append([i, "一二三四五"[tier - 1] + "级" if new_tier else "", "" if same else seller.name, "" if same else seller.id,
                      region_name(r["place"], i), INDUSTRY[key] if i == 1 else "", r["product"], r["buyer"].name, r["buyer"].id,
                      amount.translate(WIDE) if i % 7 == 3 else amount, percent(r["share"]),
                      IMPORTANCE[r["importance"]], STATUS[r["status"]],
                      text(r["inventory_days"]).translate(WIDE) if i % 13 == 5 else text(r["inventory_days"]),
                      text(seller.recovery) or "无", text(r["lead_time_days"]),
                      percent(r["spare_capacity"]), text(r["bring_up_days"])])
        last, subtotal, total = seller, subtotal + (value or 0), total + (value or 0)
    add_sum("小计", subtotal)
    add_sum("合计", total)
    save(f"{folder}/suppliers.csv", lines, "gb18030", "\r\n")


def marked_utf8(folder, key, chain):
    """One "CSV UTF-8" file: byte order mark, Chinese headers, amounts with their unit in the cell, by buyer."""
    head = ["层级", "采购方", "采购方统一社会信用代码", "物料", "供应商", "供应商统一社会信用代码", "所在地区", "产业", "采购金额", "份额",
            "关键程度", "状态", "库存天数", "恢复天数", "交货周期", "富余产能", "切换天数"]
    lines, tier, last = [title("示例药企供应商名录（演示数据，纯属虚构）", head), head], 0, None
    order = {f.id: i for i, f in enumerate(chain.firms)}
    for i, r in enumerate(sorted(chain.rows, key=lambda r: (r["tier"], order[r["buyer"].id], r["product"])), 1):
        if r["tier"] != tier: lines += [[""] * len(head)] if tier else []
        seller, value, same = r["supplier"], r["annual_value"], last is r["buyer"]
        if value is None: amount = ["N/A", "", "—"][i % 3]
        elif value >= 10_000 * YUAN and value % (100 * YUAN) == 0: amount = f"{value / 10_000 / YUAN:.2f}亿"
        else: amount = f"{value // YUAN:,}万" if i % 5 else f"{value:,}"
        lines.append([["", f"{r['tier']}级"][r["tier"] != tier], "" if same else r["buyer"].name, "" if same else r["buyer"].id,
                      r["product"], seller.name, seller.id, PLACES[r["place"]] if i % 4 == 1 else region_name(r["place"], i),
                      INDUSTRY[key] if i == 1 else "", amount, percent(r["share"]),
                      IMPORTANCE[r["importance"]], STATUS[r["status"]], text(r["inventory_days"]), text(seller.recovery),
                      text(r["lead_time_days"]), percent(r["spare_capacity"]), text(r["bring_up_days"])])
        tier, last = r["tier"], r["buyer"]
    save(f"{folder}/suppliers.csv", lines, "utf-8-sig", "\r\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="?", default="Suppliers")
    parser.add_argument("--clean", action="store_true")
    arguments = parser.parse_args()
    writers = {"auto": english, "chips": windows, "biopharma": marked_utf8}
    for number, (key, plan) in enumerate(CHAINS.items(), 1):
        grower = Grower(key, plan, number)
        chain, folder = grower.grow(), os.path.join(arguments.out, key)
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/registrant", "w") as f: f.write(f"{grower.leader.id}\n")
        if arguments.clean: english(folder, key, chain, marked=False, firms=key == "auto")
        else: writers[key](folder, key, chain)
        print(f"{folder}: {len(chain.firms) - 1} suppliers, {len(chain.rows)} rows")


if __name__ == "__main__": main()
