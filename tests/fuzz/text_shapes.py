"""Texts with the shape of what people and tools write, drawn from pieces: links, dates, prices, numbers of rights, exports, takedown texts.

Each function takes a drawing of random.Random and gives a text, or the bytes of an export (`shapes.py` has the shapes of workbooks and formulas).
The pieces are those of real marketplaces and tools; no whole text is a copy.
"""

import json
import re
from collections.abc import Sequence
from random import Random
from typing import Final
from urllib.parse import quote

HOSTS: Final = ("item.taobao.com", "a.m.taobao.com", "new.m.taobao.com", "uland.taobao.com", "detail.tmall.com", "detail.m.tmall.hk", "world.tmall.com", "detail.1688.com", "m.1688.com", "detail.m.1688.com", "shop1x2y3z.1688.com", "www.alibaba.com", "spanish.alibaba.com", "m.russian.alibaba.com", "abc.en.alibaba.com", "www.aliexpress.com", "es.aliexpress.com", "aliexpress.ru", "www.aliexpress.us", "www.lazada.sg", "www.lazada.co.th", "c.lazada.vn", "www.miravia.es", "www.goofish.com", "h5.m.goofish.com", "2.taobao.com", "m.tb.cn", "s.click.taobao.com", "a.aliexpress.com", "evil-taobao.com", "taobao.com.evil.example", "xn--taobao-9x3m.com", "ｉｔｅｍ.taobao.com", "淘宝.com", "127.0.0.1", "[::1]")  # fmt: skip
PATHS: Final = ("/item.htm", "/i{n}.htm", "/detail.htm", "/list/item/wap/{n}.htm", "/item/{n}.htm", "/offer/{n}.html", "/page/index.html", "/winport/b2b-{n}.html", "/product-detail/Some-Thing-{n}.html", "/product/{n}/A-Thing.html", "/pla/A-Thing_{n}.html", "/item/{n}.html", "/i/{n}.html", "/store/{n}", "/store/group/x/{n}_{n}.html", "/products/pdp-i{n}-s{n}.html", "/products/a-thing-i{n}.html", "/t/c.AbC", "/t", "/coupon/edetail", "/item", "", "/", "//item.htm", "/./item.htm", "/item.htm/")  # fmt: skip
KEYS: Final = (
    "id",
    "ID",
    "itemId",
    "offerId",
    "item_id",
    "skuId",
    "spm",
    "abtest",
    "redirectUrl",
    "url",
    "target",
    "e",
    "id%20",
    "",
    "id[]",
)
DIGITS: Final = (
    "7",
    "071",
    "{}",
    "12345678901234567890123",
    "１２３４５６７８９",
    "٣٤٥",
    "1e5",
    "-1",
    "0",
    "12 34",
    "123,456",
    "1%32",
    "NaN",
)


def link(drawn: Random) -> str:
    """A link of the marketplaces' hosts and paths, wrapped, escaped or spelled as browsers, messengers and redirects do."""
    text = _link(drawn, 2)
    match drawn.randrange(8):
        case 0:
            text = f"【a thing】{text} 复制到浏览器"
        case 1:
            text = text.replace(".", drawn.choice("。．｡"), 1)
        case 2:
            text = quote(text, safe=drawn.choice(("", ":/", "/?=&")))
        case 3:
            text = f"<{text}>" if drawn.random() < 0.5 else f'"{text}",'
        case 4:
            at = drawn.randint(0, len(text))
            text = text[:at] + drawn.choice((" ", "\n", "\u200b", "\u202e", "%00", "#", "@", ";", "\\", "\ud800")) + text[at:]  # fmt: skip
        case 5:
            text = f"{text} {_link(drawn, 1)}"
        case _:
            pass
    return text


def _link(drawn: Random, depth: int) -> str:
    digits = drawn.choice(DIGITS).format(drawn.randrange(10**8, 10 ** drawn.randint(9, 17)))
    if drawn.random() < 0.7:
        digits = str(drawn.randrange(10**8, 10 ** drawn.randint(9, 17)))
    host = drawn.choice(HOSTS)
    if drawn.random() < 0.15:
        host = drawn.choice((host.upper(), host + ".", f"www.{host}", f"user:pass@{host}", f"{host}:8080", f"{host}@evil.example", f"evil.example\\@{host}"))  # fmt: skip
    query = "&".join(
        f"{drawn.choice(KEYS)}{drawn.choice(('=', '=', '=', '', '=='))}{_answer(drawn, digits, depth)}"
        for _ in range(drawn.choice((0, 1, 1, 2, 4)))
    )
    scheme = drawn.choice(("https://", "https://", "http://", "//", "", "HTTPS://", "https:/", "taobao://", "javascript:", "https:\\\\"))  # fmt: skip
    return f"{scheme}{host}{drawn.choice(PATHS).replace('{n}', digits)}" + (f"?{query}" if query else "") + drawn.choice(("", "", "", "#detail", "#id=1"))  # fmt: skip


def _answer(drawn: Random, digits: str, depth: int) -> str:
    if depth and drawn.random() < 0.15:
        return quote(_link(drawn, depth - 1), safe=drawn.choice(("", ":/")))
    return drawn.choice((digits, digits, digits, "a.b.1", "", "%E4%B8", "+", "1;2"))


MONEY: Final = (
    "$",
    "US $",
    "USD",
    "¥",
    "￥",
    "元",
    "RMB",
    "€",
    "EUR ",
    "Rp",
    "₫",
    "RM",
    "₱",
    "฿",
    "S$",
    "R$",
    "руб.",
    "万",
    "",
)
MONTHS: Final = ("Jan", "Nov", "November", "sept.", "März", "févr.", "octubre", "янв", "13", "02", "2", "00", "十一")


def value(drawn: Random) -> str:
    """A date, a price, a number, an answer or classes, in one of the ways of writing them, and at times two run together."""
    text = drawn.choice((_number, _price, _date, _classes))(drawn)
    if drawn.random() < 0.15:
        text = drawn.choice((" ", "\u00a0", "'", "=", "-", "(", "~")) + text + drawn.choice((" ", ")", "?", "+", "\n"))
    if drawn.random() < 0.1:
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    if drawn.random() < 0.1:
        text += drawn.choice((" - ", "/", "~", "至", " ")) + _date(drawn)
    return text


def _number(drawn: Random) -> str:
    comma, point = drawn.choice(((",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", "."), ("", ".")))
    groups = [str(drawn.randrange(1, 1000)), *(f"{drawn.randrange(1000):03}" for _ in range(drawn.choice((0, 0, 1, 2, 7))))]  # fmt: skip
    decimals = drawn.choice(("", "", f"{point}{drawn.randrange(100):02}", f"{point}5", f"{point}{drawn.randrange(10**9)}", "e5", "E+400", point))  # fmt: skip
    return drawn.choice(("", "", "-", "+", "−", "(")) + comma.join(groups) + decimals + drawn.choice(("", "", "%", "‰", "千", "万", "亿", "k", "+"))  # fmt: skip


def _price(drawn: Random) -> str:
    one = drawn.choice(MONEY)
    text = drawn.choice((f"{one}{_number(drawn)}", f"{_number(drawn)} {one}", f"{one} {_number(drawn)} {drawn.choice(MONEY)}"))  # fmt: skip
    return text + (drawn.choice(("-", " - ", "~", "至", " to ")) + _number(drawn) if drawn.random() < 0.3 else "")


def _date(drawn: Random) -> str:
    day, month, year = (
        str(drawn.choice((0, 1, 9, 29, 30, 31, 32))), drawn.choice(MONTHS), drawn.choice(("26", "2026", "1899", "1900", "9999", "10000", "0", "2569", "民国115"))
    )  # fmt: skip
    sign = drawn.choice(("-", "/", ".", " ", "", ", "))
    text = drawn.choice((sign.join((day, month, year)), sign.join((month, day, year)), sign.join((year, month, day)), f"{year}年{month}月{day}日", f"{year}-W{day}-1", str(drawn.randrange(10**drawn.randint(3, 20)))))  # fmt: skip
    return text + drawn.choice(("", "", "T10:00:00Z", " 24:00", " 10:00 PM", "T10:00:00+25:00", " 下午3:00", ".5"))


def _classes(drawn: Random) -> str:
    return drawn.choice((", ", ";", "、", " ", "and", "-", " to ")).join(str(drawn.choice((0, 1, 9, 18, 25, 45, 46, "009", "第9类", "Class 25"))) for _ in range(drawn.randint(1, 4)))  # fmt: skip


BEFORE: Final = ("", "ZL", "CN", "CN ", "US", "EP", "第", "Reg. No. ", "No.", "EUTM ", "IR ", "DM/", "D", "RE", "TMA", "UK", "UK009", "KR", "40-", "国作登字-", "粤作登字-", "VA ", "TX0", "KOR-")  # fmt: skip
AFTER: Final = (
    "",
    "",
    "",
    "号",
    ".3",
    ".X",
    "A",
    "B2",
    "S",
    "U1",
    "/002",
    "-0001",
    "-F-00000001",
    " ",
    "（商标）",
    "x",
)


def number(drawn: Random) -> str:
    """The number of a right in the shape of some office."""
    digits = str(drawn.randrange(10 ** drawn.randint(1, 14)))
    if drawn.random() < 0.3:
        digits = f"{drawn.choice((1985, 2003, 2017, 2026, 9999))}{drawn.choice(('1', '2', '3', '8', '9', '-F-', ''))}{digits.zfill(7)}"
    if drawn.random() < 0.3:
        sign = drawn.choice((",", " ", ".", "-", "/", "\u00a0", "，"))
        digits = sign.join(re.findall(r".{1,3}", digits))
    text = drawn.choice(BEFORE) + digits + drawn.choice(AFTER)
    if drawn.random() < 0.1:
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    return text


HEADERS: Final = ("URL", "url", "商品链接", "detail_url", "product.url", "Title", "title", "标题", "Price", "价格", "price.amount", "currency", "Seller", "旺旺", "Store", "First seen", "采集时间", "Item ID", "num_iid", "Complaint", "Outcome", "Status", "状态", "Images", "", "URL", "x", "Platform", "平台", "合计")  # fmt: skip
ENCODINGS: Final = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "latin-1", "utf-7")  # fmt: skip


def export(drawn: Random) -> bytes:
    """An export of a tool, as a table with a separator or as JSON, in one of the encodings of the world; the first byte chooses the file's ending."""
    headers = drawn.sample(HEADERS, drawn.randint(1, 8))
    rows = [[_cell(drawn, header) for header in headers] for _ in range(drawn.choice((0, 1, 2, 5)))]
    kind = drawn.choice((0, 0, 1, 2, 4, 5))
    text = _as_json(headers, rows, drawn) if kind in (1, 2) else _as_table(headers, rows, drawn)
    content = text.encode(drawn.choice(ENCODINGS), "replace")
    return bytes([kind]) + content


def _cell(drawn: Random, header: str) -> str:
    if drawn.random() < 0.1:
        return drawn.choice(("", " ", "=1+1", "@x", "null", "a,b;c\td", 'a "quote"', "a\nb", "a\r\nb", "\0", "x" * 400, "é中😀", "-", "N/A"))  # fmt: skip
    if re.search("(?i)url|链接", header):
        return link(drawn)
    if re.search("(?i)price|价|seen|时间|id", header):
        return value(drawn)
    return drawn.choice(("A thing", "一件商品", "won", "Removed", "已删除", "open", "12"))


def _as_table(headers: Sequence[str], rows: Sequence[Sequence[str]], drawn: Random) -> str:
    sign, end = drawn.choice((",", ",", ";", "\t", "|", "，")), drawn.choice(("\n", "\n", "\r\n", "\r", "\n\n"))
    quotes = drawn.choice(("always", "needed", "needed", "never", "broken"))

    def spelled(cell: str) -> str:
        whole = '"' + cell.replace('"', '""') + '"'
        match quotes:
            case "never":
                return cell
            case "broken":
                return whole[: drawn.choice((-1, len(whole)))]
            case "needed":
                return whole if re.search(r'[\s",;|]', cell) else cell
        return whole

    above = drawn.choice((["sep=" + sign], [], [], [], ["Report of 2026-10-31", ""], [sign * len(headers)]))
    lines = [sign.join(map(spelled, row[: drawn.choice((len(row), len(row), len(row), 1))])) for row in [headers, *rows]]  # fmt: skip
    return end.join([*above, *lines]) + drawn.choice(("", end, end + "Total" + sign + "5"))


def _as_json(headers: Sequence[str], rows: Sequence[Sequence[str]], drawn: Random) -> str:
    def typed(cell: str) -> object:
        return drawn.choice((cell, cell, cell, 1.5, 10**20, True, None, [cell, cell], {"amount": cell, "currency": "USD"}, [], {}))  # fmt: skip

    items = [{header: typed(cell) for header, cell in zip(headers, row, strict=True)} for row in rows]
    match drawn.randrange(5):
        case 0:
            return "\n".join(json.dumps(item, ensure_ascii=drawn.random() < 0.5) for item in items)
        case 1:
            return json.dumps({"code": 200, "data": {"items": items, "total": len(items)}})
        case 2:
            return json.dumps([list(headers), *rows])
        case 3:
            return json.dumps(items)[: drawn.choice((-1, 10**6))].replace(
                "1.5", drawn.choice(("NaN", "1e999", "01", "-0"))
            )
    return json.dumps(items, indent=1, ensure_ascii=False)


FIELDS: Final = ("right_name", "right_owner", "brand", "link.url", "links", "link", "loop.index", "today", "no_such", "links[0]", "links|length", "right_name|upper", "right_name~brand", "'a'*9", "1/0", "''.__class__", "range(9)", "self", "cycler", "namespace()")  # fmt: skip
BLOCKS: Final = ("{{% if {0} %}}{1}{{% endif %}}", "{{% if not {0} %}}{1}{{% else %}}{1}{{% endif %}}", "{{% for link in {0} %}}{1}{{% endfor %}}", "{{% set x = {0} %}}{1}", "{{% macro m() %}}{1}{{% endmacro %}}{{{{ m() }}}}", "{{# {0} #}}{1}", "{{% raw %}}{1}{{% endraw %}}", "{{% filter upper %}}{1}{{% endfilter %}}", "{{%- if {0} -%}} {1} {{%- endif -%}}", "{{% include {0} %}}{1}", "{{% call m() %}}{1}{{% endcall %}}")  # fmt: skip


def template(drawn: Random, depth: int = 4) -> str:
    """A takedown text with the blocks and fields of templates, nested."""
    text = (
        drawn.choice(("Own text. ", "We own ", "\n\n- ", "本店 ", "{", "%}", "“a” ", "\t"))
        + f"{{{{ {drawn.choice(FIELDS)} }}}}"
    )
    for _ in range(drawn.randint(0, depth)):
        text += drawn.choice(BLOCKS).format(drawn.choice(FIELDS), template(drawn, depth - 1))
    return text


__all__ = ["export", "link", "number", "template", "value"]
