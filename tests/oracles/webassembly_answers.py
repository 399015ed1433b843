"""What the rooms below the tables answer: run by Python in WebAssembly and by this one, and compared.

Runs beside `main.py`, which `ippbook lite` puts into workbooks, with the package out of its archive. Leaves a JSON text in `answer`.
"""

import datetime as dt
import hashlib
import importlib.util
import json
import sys
import warnings
from pathlib import Path

LINKS = [
    "https://item.taobao.com/item.htm?id=520813250866",
    "https://detail.tmall.com/item.htm?spm=a&id=520813250866&skuId=4",
    "https://detail.tmall.hk/hk/item.htm?id=612345678901",
    "https://detail.1688.com/offer/612345678901.html",
    "https://www.aliexpress.us/item/3256801234567890.html",
    "https://www.aliexpress.com/item/1005001234567890.html?x=1",
    "https://www.lazada.sg/products/name-i123456789-s987654321.html",
    "https://www.alibaba.com/product-detail/Name_1600123456789.html",
    "https://2.taobao.com/item.htm?id=612345678901",
    "https://shop123456.taobao.com/",
    "https://m.tb.cn/h.5abcdef",
    " ｈｔｔｐｓ：／／item.taobao.com/item.htm?id=５２０８１３２５０８６６ ",
    "https://item.taobao.com@example.com/item.htm?id=1",
    "https://example.com/?u=https://item.taobao.com/item.htm?id=1",
    "no link",
    "",
]
NUMBERS = [
    ("2017106018623", "invention patent", "CN"),
    ("ZL201710601862.4", "invention patent", "CN"),
    ("第8123456号", "trademark", "CN"),
    ("018123456", "trademark", "EU"),
    ("008123456-0001", "design patent", "EU"),
    ("D812,345", "design patent", "US"),
    ("87/123456", "trademark", "US"),
    ("国作登字-2020-F-01234567", "copyright", "CN"),
    ("nonsense", "trademark", "CN"),
    ("", "trademark", "CN"),
]
DAY = dt.date(2020, 2, 29)


def _main():
    """main.py as the add-in imports it."""
    spec = importlib.util.spec_from_file_location("main", "main.py")
    main = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(main)
    return main


def _rooms():
    """Answers of the rooms that need neither numpy nor pandas."""
    from ippbook import normalize
    from ippbook.catalog import offices, platforms, reasons, vocabulary

    types, places = vocabulary.load_vocabulary("right_types"), vocabulary.load_vocabulary("offices")
    return {
        "links": [list(platforms.parse_link(link)) for link in LINKS],
        "numbers": [
            [offices.format_number(*one), offices.number_valid(*one), offices.check_number(*one)] for one in NUMBERS
        ],
        "terms": [
            str(offices.protected_until(kind, place, filed=DAY, registered=DAY, expires=None))
            for kind in sorted(types.codes)
            for place in sorted(places.codes)
        ],
        "reasons": sorted(reasons.reason_vocabulary().codes),
        "spelling": [
            [normalize.clean(text), normalize.key(text)] for text in [*LINKS, "Ｒｉｇｈｔ\u200b ｔｙｐｅ\xa0"]
        ],
        "read": [types.read(word) for word in ("发明专利", "Trade Mark", "商标", "?")],
    }


def _holidays():
    """The days that working days are counted by, 2001 to 2060."""
    from holidays import country_holidays

    known = country_holidays("CN", years=range(2001, 2061))
    days = json.dumps([sorted(map(str, known)), sorted(map(str, known.weekend_workdays))])
    return [len(known), len(known.weekend_workdays), hashlib.sha256(days.encode()).hexdigest()]


def _uncompiled(home):
    """The modules that this Python does not take, or takes with a warning."""
    found = []
    for path in sorted(home.rglob("*.py")):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                compile(path.read_text(encoding="utf-8"), str(path), "exec")
        except (SyntaxError, Warning) as failure:
            found.append(f"{path.name}: {failure}")
    return found


if __name__ == "__main__":  # a collector of tests that imports it finds no main.py beside it
    main = _main()
    cell = main.IPP_PLATFORM([[LINKS[0]]])
    answer = json.dumps(
        {
            "system": sys.platform,
            "functions": sorted(name for name in vars(main) if name.startswith("IPP_")),
            "cell": cell,
            "package": sys.modules["ippbook"].__file__,
            "uncompiled": _uncompiled(Path(sys.modules["ippbook"].__file__).parent),
            "modules": sum(1 for _ in Path(sys.modules["ippbook"].__file__).parent.rglob("*.py")),
            "rooms": _rooms(),
            "holidays": _holidays(),
        }
    )
