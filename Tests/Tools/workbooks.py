#!/usr/bin/env python3
"""Writes the workbooks (XLSX) that the tests read.

usage: workbooks.py hostile OUT        files that must be refused, one a fault, by hand
       workbooks.py features OUT       what spreadsheets do in good files, by hand and by XlsxWriter
       workbooks.py convert CSV OUT    the table of a CSV as OUT/openpyxl.xlsx and OUT/xlsxwriter.xlsx
       workbooks.py show FILE          the cells of the first sheet, as openpyxl reads them, in JSON
       workbooks.py sheets FILE        the name and the cells of every sheet, likewise
       workbooks.py twins COUNT OUT    OUT/plain-I.xlsx and OUT/spaced-I.xlsx: rows at random, some faulty; in the second no row is written plainly
       workbooks.py rows COUNT OUT     OUT/rows.xlsx and OUT/rows.csv: a register of so many rows and 12 columns
"""
import csv, io, os, re, sys, zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADER = ["supplier_name", "tier", "industry", "product"]
GOOD = ["甲公司", "1", "auto", "螺栓"]


def relations(entries):
    body = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>' for key, kind, target, mode in entries)
    return f'<Relationships xmlns="{PACKAGE}">{body}</Relationships>'


def inline(text):
    return f'<is><t xml:space="preserve">{text}</t></is>'


def cell(reference, text):
    return f'<c r="{reference}" t="inlineStr">{inline(text)}</c>'


def row(number, texts):
    return f'<row r="{number}">' + "".join(cell(f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[i]}{number}", t) for i, t in enumerate(texts)) + "</row>"


TABLE = row(1, HEADER) + row(2, GOOD)


def sheet(rows=TABLE, after=""):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(sheets='<sheet name="表" sheetId="1" r:id="r1"/>', properties=""):
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{sheets}</sheets></workbook>'


def book(path, parts=None, without=(), packing=zipfile.ZIP_DEFLATED, extra=()):
    """A workbook of one sheet; `parts` replace or add, `extra` are entries that may repeat a name."""
    all_parts = {
        "_rels/.rels": relations([("r1", "officeDocument", "xl/workbook.xml", "")]),
        "xl/workbook.xml": workbook(),
        "xl/_rels/workbook.xml.rels": relations([("r1", "worksheet", "worksheets/sheet1.xml", "")]),
        "xl/worksheets/sheet1.xml": sheet(),
    }
    all_parts.update(parts or {})
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in list(all_parts.items()) + list(extra):
            if name not in without:
                archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
WITH_STRINGS = relations([("r1", "worksheet", "worksheets/sheet1.xml", ""), ("r2", "sharedStrings", "sharedStrings.xml", "")])


def endless(path, part, start, piece, count, end, parts=None):
    """A part that unpacks to far more than it takes."""
    book(path, parts, without=(part,))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(part, "w", force_zip64=True) as file:
            file.write(start.encode())
            block = (piece * 10_000).encode()
            for _ in range(count // 10_000):
                file.write(block)
            file.write(end.encode())


def hostile(out):
    at = lambda name: os.path.join(out, name + ".xlsx")
    open(at("not_a_zip"), "w").write("supplier_name,tier,industry,product\n甲,1,auto,x\n")
    open(at("empty"), "w").close()
    open(at("old_xls"), "wb").write(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    whole = open(book(at("whole")), "rb").read()
    open(at("truncated"), "wb").write(whole[:len(whole) * 2 // 3])
    with zipfile.ZipFile(at("no_workbook"), "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    book(at("no_sheet_part"), without=(SHEET,))
    book(at("doctype"), {SHEET: '<!DOCTYPE worksheet [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;">]>' + sheet(row(1, HEADER) + row(2, ["&b;"] + GOOD[1:]))})
    book(at("outside_doctype"), {"xl/workbook.xml": '<!DOCTYPE workbook SYSTEM "file:///etc/passwd">' + workbook()})
    book(at("external_sheet"), {RELATIONS: relations([("r1", "worksheet", "http://example.com/sheet.xml", ' TargetMode="External"')])})
    book(at("climbing_target"), {RELATIONS: relations([("r1", "worksheet", "../../../etc/passwd", "")])})
    book(at("file_target"), {RELATIONS: relations([("r1", "worksheet", "file:///etc/passwd", "")])})
    book(at("climbing_name"), extra=[("../../etc/cron.d/x", "x")])
    book(at("absolute_name"), extra=[("/etc/cron.d/x", "x")])
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book(at("repeated_name"), extra=[(SHEET, sheet(row(1, HEADER) + row(2, ["乙公司"] + GOOD[1:])))])
    book(at("wide_address"), {SHEET: sheet(row(1, HEADER) + f'<row r="2">{cell("XFE2", "x")}</row>')})
    book(at("deep_address"), {SHEET: sheet(row(1, HEADER) + f'<row r="1048577">{cell("A1048577", "x")}</row>')})
    book(at("other_row"), {SHEET: sheet(row(1, HEADER) + f'<row r="2">{cell("A3", "x")}</row>')})
    book(at("backward_rows"), {SHEET: sheet(row(1, HEADER) + row(3, GOOD) + row(2, GOOD))})
    book(at("backward_cells"), {SHEET: sheet(row(1, HEADER) + f'<row r="2">{cell("B2", "1")}{cell("A2", "x")}</row>')})
    book(at("far_column"), {SHEET: sheet(row(1, HEADER) + f'<row r="2">{cell("A2", "x")}{cell("ZZZ2", "x")}</row>')})
    book(at("too_far_column"), {SHEET: sheet(row(1, HEADER) + f'<row r="2">{cell("A2", "x")}{cell("ALM2", "x")}</row>')})
    book(at("no_such_string"), {SHEET: sheet(row(1, HEADER) + '<row r="2"><c r="A2" t="s"><v>4294967296</v></c></row>')})
    book(at("malformed"), {SHEET: sheet().replace("</sheetData>", "")})
    book(at("deep"), {SHEET: sheet(after="<x>" * 1_000 + "</x>" * 1_000)})
    book(at("long_text"), {SHEET: sheet(row(1, HEADER) + row(2, ["甲" * 50_000] + GOOD[1:]))}, packing=zipfile.ZIP_STORED)
    book(at("long_tag"), {SHEET: sheet(row(1, HEADER) + f'<row r="2" note="{"x" * 3_000_000}"/>')}, packing=zipfile.ZIP_STORED)
    book(at("bzip2"), packing=zipfile.ZIP_BZIP2)
    data = bytearray(open(book(at("damaged"), packing=zipfile.ZIP_STORED), "rb").read())
    data[data.index("螺栓".encode())] ^= 1
    open(at("damaged"), "wb").write(data)
    data = bytearray(open(book(at("zip_password")), "rb").read())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            data[found.start() + offset] |= 1
    open(at("zip_password"), "wb").write(data)
    endless(at("bomb"), SHEET, f'<worksheet xmlns="{MAIN}"><sheetData>', "<x/>", 40_000_000, "</sheetData></worksheet>")
    endless(at("strings"), "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">', "<si/>", 40_000_000, "</sst>", {RELATIONS: WITH_STRINGS})
    book(at("many_parts"), extra=[(f"xl/media/{i}", "") for i in range(10_001)])
    names = "".join(f'<sheet name="{i}" sheetId="{i}" r:id="r1"/>' for i in range(1, 1_002))
    book(at("many_sheets"), {"xl/workbook.xml": workbook(names)})


def features(out):
    at = lambda name: os.path.join(out, name + ".xlsx")
    header = ["supplier_name", "tier", "industry", "product", "annual_value", "share"]
    strings = f"""<sst xmlns="{MAIN}"><si><t>{'</t></si><si><t>'.join(header)}</t></si>
        <si><r><rPr><b/></rPr><t>上海</t></r><r><t xml:space="preserve"> 甲</t></r><rPh sb="0" eb="2"><t>シャンハイ</t></rPh></si>
        <si><t>螺_x000D_
栓_x005F_1</t></si></sst>"""
    first = '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABCDEF")) + "</row>"
    second = ('<row r="2" hidden="1"><c r="A2" t="s"><v>6</v></c><c r="B2"><v>1</v></c><c r="C2" t="str"><f>"au"&amp;"to"</f><v>auto</v></c>'
              '<c r="D2" t="s"><v>7</v></c><c r="E2"><f>1+2</f><v>1.25E2</v></c><c r="F2"><v>0.59999999999999998</v></c><c r="G2" t="inlineStr"><is><t>旁注</t></is></c></row>')
    book(at("by_hand"), {RELATIONS: relations([("r1", "worksheet", "/xl/worksheets/sheet1.xml", ""), ("r2", "sharedStrings", "sharedStrings.xml", ""),
         ("r3", "externalLink", "http://example.com/other.xlsx", ' TargetMode="External"')]), "xl/sharedStrings.xml": strings, SHEET: sheet(first + second)})
    prefixed = sheet().replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    book(at("prefixed"), {SHEET: prefixed})
    book(at("unnumbered"), {SHEET: re.sub(r' r="[A-Z]*\d+"', "", sheet())})
    odd = '<numFmt numFmtId="164" formatCode="[' + "h" * 900_000 + '"/>'
    book(at("long_format"), {RELATIONS: relations([("r1", "worksheet", "worksheets/sheet1.xml", ""), ("r2", "styles", "styles.xml", "")]),
         "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{odd}</numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>'})
    look = '<row r="13">' + "".join(f'<c r="{c}13"><v>11</v></c>' for c in "ABCD") + "</row>"
    assert len(look) % 2 == 0
    wide = sheet(TABLE + look.encode().decode("utf-16-le") * 3)
    book(at("wide_look"), {SHEET: ('<?xml version="1.0" encoding="UTF-16"?>' + wide).encode("utf-16")})
    book(at("backward_merges"), {SHEET: sheet(row(1, HEADER) + row(2, GOOD) + row(3, GOOD),
         after='<mergeCells><mergeCell ref="C2:A3"/><mergeCell ref="D3:B2"/><mergeCell ref="B3:A2"/></mergeCells>')})
    failed = row(1, header) + '<row r="2">' + cell("A2", "甲") + '<c r="B2"><v>1</v></c>' + cell("C2", "auto") + '<c r="D2" t="e"><v>#REF!</v></c><c r="E2" t="e"><v>#DIV/0!</v></c></row>'
    book(at("failed"), {SHEET: sheet(failed)})

    import datetime, xlsxwriter
    for name, options in (("dates", {}), ("dates_1904", {"date_1904": True})):
        with xlsxwriter.Workbook(at(name), options) as made:
            day, instant = made.add_format({"num_format": 'yyyy"年"m"月"d"日"'}), made.add_format({"num_format": 22})
            page = made.add_worksheet()
            page.write_row(0, 0, header)
            page.write_row(1, 0, ["甲", 1, "auto"])
            page.write_datetime(1, 3, datetime.datetime(2022, 4, 19), day)
            page.write_row(2, 0, ["甲", 1, "auto"])
            page.write_datetime(2, 3, datetime.datetime(2022, 4, 19, 18, 30), instant)
            page.write_row(3, 0, ["甲", 1, "auto", "x"])
            page.write_datetime(3, 4, datetime.datetime(2022, 4, 19), day)
    with xlsxwriter.Workbook(at("sheets")) as made:
        note, firms = made.add_worksheet("说明"), made.add_worksheet("企业")
        supplies, old = made.add_worksheet("供应"), made.add_worksheet("旧表")
        note.write(0, 0, "本表由采购部维护")
        firms.write_row(0, 0, ["企业名称", "营收", "白名单", "所在城市"])
        firms.write_row(1, 0, ["甲", 5, True, "苏州市"])
        bold = made.add_format({"bold": True})
        supplies.merge_range(0, 0, 0, 5, "供应商清单", bold)
        supplies.write_row(1, 0, ["供应商名称", "层级", "行业", "产品", "年采购额(万元)", "供货占比", "所在城市"])
        supplies.merge_range(2, 0, 3, 0, "甲", bold)
        supplies.merge_range(2, 4, 3, 4, 12, bold)
        supplies.write_row(2, 1, ["T1", "汽车", "螺栓"])
        supplies.write_row(3, 1, ["", "", "螺母"])
        supplies.write(2, 5, 0.6, made.add_format({"num_format": "0%"}))
        supplies.write_column(2, 6, ["苏州市", "苏州市"])
        supplies.write(4, 0, "合计")
        supplies.set_row(3, None, None, {"hidden": True})
        old.write_row(0, 0, HEADER)
        old.write_row(1, 0, GOOD)
        old.hide()


def twins(count, out):
    for seed in range(count):
        twin(seed, out)


def twin(seed, out):
    """The same sheet twice: a blank before the end of a row's tag changes nothing in XML, and keeps the row from being found without a parser."""
    import random
    draw = random.Random(seed)
    texts = ["supplier_name", "tier", "industry", "product", "annual_value", "甲公司", "乙_x0041_公司", "1", "auto", "螺栓", " 螺母 ", "a&lt;b"]
    strings = f'<sst xmlns="{MAIN}">' + "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts) + "</sst>"
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'

    def plain_cell(address, value, kind):
        names = [("r", address), ("s", draw.choice("0019")), ("t", kind)][:3 if kind else 2]
        if draw.random() < .3: names.pop(1)
        if draw.random() < .3: draw.shuffle(names)
        tag = "<c" + "".join(f' {name}="{text}"' for name, text in names)
        return f"{tag}><v>{value}</v></c>"

    def odd_cell(address):
        return draw.choice([
            f'<c r="{address}"/>', f'<c r="{address}" s="1"></c>', f'<c r="{address}"><v></v></c>', f'<c r="{address}" t="b"><v>1</v></c>',
            f'<c r="{address}"><v>44670</v></c>', f'<c r="{address}" s="1"><v>44670.5</v></c>', f'<c r="{address}"><v>0.59999999999999998</v></c>',
            f'<c r="{address}"><v>1.25E2</v></c>', f'<c r="{address}"><v>12345678901234567890</v></c>', f'<c r="{address}" t="str"><v>x_x0041_ y</v></c>',
            f'<c r="{address}" t="e"><v>#REF!</v></c>', f'<c r="{address}"><f>1+2</f><v>3</v></c>', f'<c r="{address}"><v>a&amp;b</v></c>', cell(address, "</row>".replace("<", "&lt;")),
            f'<c r="{address}"><v><![CDATA[</row>]]></v></c>', f'<c r="{address}" cm="1"><v>7</v></c>', f'<c r="{address.lower()}"><v> 7 </v></c>'])

    def wrong_cell(address, number):
        return draw.choice([
            f'<c r="{address}" r="{address}"><v>1</v></c>', f'<c r="{address}" s="1" s="1"><v>1</v></c>', f'<c r="{address}" t="s"><v>99</v></c>',
            f'<c r="{address}" t="s"><v>x</v></c>', f'<c r="A{number}"><v>1</v></c>', f'<c r="ZZZZ{number}"><v>1</v></c>', f'<c r="{address}9"><v>1</v></c>',
            f'<c r="ALM{number}"><v>1</v></c>', f'<c r=""><v>1</v></c>', f'<c r="{address}"><v>1</v></c', f'<c r="{address}"><v>1</c></v>',
            f'<c r="{address}"><v>\x01</v></c>', f'<c r="{address}"><v>a]]>b</v></c>', f'<c r="{address}"><v>1</v><v>2</v></c>', f'<c r="{address}"><v>&x;</v></c>'])

    body, number = '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABCDE")) + "</row>", 1
    wrong = draw.randrange(2, 400) if draw.random() < .5 else None
    while number < 400:
        number += draw.choice([1, 1, 1, 2])
        cells = [plain_cell(f"A{number}", draw.choice([5, 6]), "s"), plain_cell(f"B{number}", 1, draw.choice(["", "n"])), plain_cell(f"C{number}", 8, "s"),
                 plain_cell(f"D{number}", draw.choice([9, 10, 11]), "s"), f'<c r="E{number}"><v>{draw.randrange(10 ** 6) / 4}</v></c>']
        place = draw.randrange(5)
        if draw.random() < .2: cells[place] = odd_cell(f"{'ABCDE'[place]}{number}")
        if draw.random() < .1: cells.pop(draw.randrange(5))
        if draw.random() < .02: cells.append(f'<c r="F{number}" t="str"><v>{"x" * 70_000}</v></c>')
        if wrong is not None and number >= wrong:
            cells[draw.randrange(1, 4)], wrong = wrong_cell(f"{draw.choice('BCD')}{number}", number), None
        names = draw.choice(["", "", ' spans="1:5"', ' ht="15" customHeight="1" x14ac:dyDescent="0.25"', ' hidden="1"', ' hidden="false"', ' spans="1:5" spans="1:5"' if draw.random() < .005 else ""])
        body += f'<row r="{number}"{names}>' + "".join(cells) + "</row>"
        no_row = f'</row><row r="{number + 1}"><c r="A{number + 1}" t="s"><v>5</v></c></row>'
        body += draw.choice([""] * 20 + ["\n", f"<!-- {no_row} -->", f"<![CDATA[{no_row}]]>", f'<row r="{number + 1}"/>', f"<?x {no_row}?>"])
        if body.endswith("/>"): number += 1
        if draw.random() < .0007: number -= 3
    head = draw.choice(["", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', '\ufeff<?xml version="1.0" encoding="UTF-8"?>'])
    made = f'{head}<worksheet xmlns="{MAIN}" xmlns:x14ac="x"><sheetData>{body}</sheetData></worksheet>'
    for name, text in (("plain", made), ("spaced", re.sub(r"(<row [^>]*[^/])>", r"\1 >", made))):
        book(os.path.join(out, f"{name}-{seed}.xlsx"), {SHEET: text, "xl/sharedStrings.xml": strings, "xl/styles.xml": styles, RELATIONS: relations(
            [("r1", "worksheet", "worksheets/sheet1.xml", ""), ("r2", "sharedStrings", "sharedStrings.xml", ""), ("r3", "styles", "styles.xml", "")])})


def table_of(path):
    data = open(path, "rb").read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def typed(text):
    """Numbers as numbers, as whoever types them into a sheet gets them; codes of digits stay text."""
    return float(text) if re.fullmatch(r"\d{1,12}(\.\d+)?", text) else text


def convert(path, out):
    import openpyxl, xlsxwriter
    table = table_of(path)
    made = openpyxl.Workbook()
    for line in table:
        made.active.append([typed(text) if text else None for text in line])
    made.save(os.path.join(out, "openpyxl.xlsx"))
    with xlsxwriter.Workbook(os.path.join(out, "xlsxwriter.xlsx"), {"constant_memory": True, "strings_to_formulas": False}) as made:
        page = made.add_worksheet()
        for number, line in enumerate(table):
            page.write_row(number, 0, [typed(text) for text in line])


def cells_of(path):
    import openpyxl
    return [(page.title, [["" if value is None else value for value in line] for line in page.iter_rows(values_only=True)])
            for page in openpyxl.load_workbook(path, read_only=True).worksheets]


def show(path):
    import json
    print(json.dumps(cells_of(path)[0][1], ensure_ascii=False))


def sheets(path):
    import json
    print(json.dumps([{"name": name, "lines": lines} for name, lines in cells_of(path)], ensure_ascii=False))


def rows(count, out):
    header = ["supplier_id", "supplier_name", "supplier_region", "tier", "industry", "product", "annual_value", "inventory_days",
              "recovery_days", "lead_time_days", "status", "importance"]
    import xlsxwriter
    with open(os.path.join(out, "rows.csv"), "w", encoding="utf-8", newline="") as file, \
            xlsxwriter.Workbook(os.path.join(out, "rows.xlsx"), {"tmpdir": out}) as made:
        page, writer = made.add_worksheet(), csv.writer(file)
        for number in range(-1, count):
            line = header if number < 0 else [
                f"local:maker:{number}", f"第{number}号零部件有限公司", "苏州市", 1, "auto", f"零件{number % 977}", number * 1.25, number % 90,
                number % 60, 14, "active", "essential"]
            writer.writerow(line)
            page.write_row(number + 1, 0, line)


if __name__ == "__main__":
    {"hostile": hostile, "features": features, "convert": convert, "show": show, "sheets": sheets, "twins": lambda n, out: twins(int(n), out), "rows": lambda n, out: rows(int(n), out)}[sys.argv[1]](*sys.argv[2:])
