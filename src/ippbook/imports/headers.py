"""Which header of an export means which field: the columns' own names and synonyms, and the names that tools use."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ippbook.catalog.currencies import currency_code, currency_pattern
from ippbook.catalog.platforms import parse_link
from ippbook.imports.header_names import APPEAL, CURRENCY, ITEM, OTHER_THINGS, SURE_NAMES, WEAK_NAMES
from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean, key
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.schema import Field

_COUNTER_NOTICES: Final = frozenset({"counternotice", "counternotification", "appeal", "申诉", "反通知"})
_NUMBERED: Final = late_pattern(r"^\s*(?:\d{1,2}|[A-Za-z])[.、)）]\s*")
_REMARK: Final = late_pattern(r"^(.+?)\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]\s*$")
_LAST_WORD: Final = late_pattern(r"^(.+?)[\s_/-]+(?:(?:in|en|em)[\s_]+)?([^\s_/-]+)$")
_NAMES: Final = late_pattern(
    r"[\u2e80-\u9fff\uac00-\ud7a3]+|[^\W\d_\u2e80-\u9fff\uac00-\ud7a3][^/|\n\u2e80-\u9fff\uac00-\ud7a3]*"
)
_AMOUNT_PARTS: Final = frozenset(
    [
        "value",
        "amount",
        "min",
        "minimum",
        "low",
        "from",
        "formatted",
        "text",
        "string",
        "current",
        "now",
        "display",
        "price",
        "sale",
        "final",
    ]
)
_HUMPS: Final = late_pattern(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class HeaderMeaning:
    """What a header means: the field, how sure it is (0 is the surest), whether the name is weak, and the currency that it names."""

    field: str
    rank: int
    weak: bool = False
    currency: str = ""


class KnownHeaders:
    """The fields that an import looks for, and their known headers. *also*: what it can use although no column has it."""

    def __init__(self, fields: Iterable[Field], also: Iterable[str] = (ITEM, CURRENCY)) -> None:
        self.names: dict[str, HeaderMeaning] = {}
        known = tuple(fields)
        self.fields: tuple[str, ...] = tuple(field.name for field in known)
        wanted = [(field.table, field.name) for field in known]
        extra = tuple(also)
        numbers = {key(text) for text in SURE_NAMES.get(("", ITEM), ())} if ITEM in extra else set()
        for field in known:
            for text in field.spellings:
                # in an export 商品编号 is the platform's number, and a running number refers to nothing
                if text not in numbers and (field.column.key or text not in field.fallback_spellings):
                    self.names.setdefault(text, HeaderMeaning(field.name, 0))
        self.for_listings = ITEM in extra and "complaint" not in self.fields
        """Whether links and item numbers are what the rows are about."""
        self.names_wanted = frozenset(extra)
        wanted += [("", name) for name in extra]
        for rank, names in ((1, SURE_NAMES), (2, WEAK_NAMES)):
            for table, name in wanted:
                for text in names.get((table, name), ()):
                    self.names.setdefault(key(text), HeaderMeaning(name, rank, weak=rank == 2))

    def name(self, header: object) -> str:
        """The field that a header means, "" for none."""
        found = self.meaning(header)
        return found.field if found else ""

    def meaning(self, header: object) -> HeaderMeaning | None:
        """What a header means. `supplier.name` is compared whole first, then its last two parts, then its last part.

        A remark in brackets and a number in front do not matter: `商品价格(单位：元)`, `1. URL`.
        """
        text = _NUMBERED.sub("", clean(header)) if isinstance(header, str) else ""
        if not text or len(text) > 120:
            return None
        if found := self.names.get(key(text)):
            return found
        parts = text.split(".")
        if len(parts) > 1 and all(parts):
            return self._dotted(parts)
        return self._remarked(text) or self._bilingual(text) or self._in_currency(text)

    def _remarked(self, text: str) -> HeaderMeaning | None:
        """A header with a remark in brackets: `Price (USD)`."""
        remark = _REMARK.match(text)
        found = self.names.get(key(remark[1])) if remark else None
        return (
            HeaderMeaning(found.field, found.rank + 1, found.weak, _currency_in(remark[2]))
            if remark and found
            else None
        )

    def _in_currency(self, text: str) -> HeaderMeaning | None:
        """A price with a currency as its last word: `price_usd`."""
        words = _LAST_WORD.match(_HUMPS.sub("_", text))
        found = self.names.get(key(words[1])) if words and currency_code(words[2]) else None
        if words is None or found is None or found.field != "price":
            return None
        return HeaderMeaning(found.field, found.rank + 1, found.weak, currency_code(words[2]))

    def _bilingual(self, text: str) -> HeaderMeaning | None:
        """A header of several names, all known: `商品链接 Product URL`, `店铺/卖家`. The first one counts."""
        parts = _NAMES.findall(text)
        found = [meaning for part in parts if (meaning := self.names.get(key(part)))]
        if len(parts) < 2 or len(found) < len(parts):
            return None
        if len({meaning.field for meaning in found}) > 1 and "/" not in text:
            return None
        return HeaderMeaning(found[0].field, found[0].rank + 2, found[0].weak)

    def _dotted(self, parts: Sequence[str]) -> HeaderMeaning | None:
        if found := self.names.get(key("".join(parts[-2:]))):
            return HeaderMeaning(found.field, found.rank + 3, found.weak)
        parent = key(parts[-2]).removesuffix("info").removesuffix("data").rstrip("0123456789")
        last = key(parts[-1])
        if parent in OTHER_THINGS:
            own = last if any(last.startswith(word) for word in OTHER_THINGS) else parent + last
            found = self.names.get(own)
            return HeaderMeaning(found.field, found.rank + 4, found.weak) if found else None
        if last in _AMOUNT_PARTS and (price := self.names.get(key(parts[-2]))) and price.field == "price":
            return HeaderMeaning("price", price.rank + 3, price.weak)  # salePrice.value
        found = self.names.get(last)
        return HeaderMeaning(found.field, found.rank + 6, found.weak) if found else None

    def hits(self, headers: Sequence[object]) -> int:
        """How many different fields the headers mean."""
        return len({name for header in headers if (name := self.name(header))})

    def places(self, headers: Sequence[str]) -> dict[str, int]:
        """The place of each field among the headers. A surer name has priority, then left over right."""
        return {name: place for name, (place, _) in self.found(headers).items()}

    def found(self, headers: Sequence[str]) -> dict[str, tuple[int, HeaderMeaning]]:
        """The place of each field among the headers, and what its header means."""
        best: dict[str, tuple[int, HeaderMeaning]] = {}
        for place, header in enumerate(headers):
            meaning = self.meaning(header)
            if meaning and (meaning.field not in best or meaning.rank < best[meaning.field][1].rank):
                best[meaning.field] = place, meaning
        if APPEAL in self.names_wanted and APPEAL not in best and "counter_noticed" in best:
            self._split_counter_notices(headers, best)
        return best

    def _split_counter_notices(self, headers: Sequence[str], best: dict[str, tuple[int, HeaderMeaning]]) -> None:
        """With a column *Counter-notice* and one for its day, the first has the result."""
        same = [place for place, header in enumerate(headers) if self.name(header) == "counter_noticed"]
        plain = [place for place in same if key(headers[place]) in _COUNTER_NOTICES]
        dated = [place for place in same if place not in plain]
        if plain and dated:
            best["counter_noticed"] = dated[0], best["counter_noticed"][1]
            best[APPEAL] = plain[0], HeaderMeaning(APPEAL, 0)

    def is_record(self, item: Mapping[str, object]) -> bool:
        """Whether an object is itself one record: it has a link to a listing, an item number with a title, or a complaint number."""
        headers = list(item)[:200]
        values = {name: item[headers[place]] for name, place in self.places(headers).items()}
        if len(values) < 2:
            return False
        if "complaint" in values:
            return bool(clean(str(values["complaint"] or "")))
        if parse_link(str(values.get("url") or "")).kind in {"item", "short"}:
            return True
        return "title" in values and str(values.get(ITEM) or "").strip().isdecimal()


def _currency_in(remark: str) -> str:
    found = currency_pattern().search(clean(remark).casefold())
    return currency_code(found[0]) if found else ""


__all__ = ["APPEAL", "CURRENCY", "ITEM", "HeaderMeaning", "KnownHeaders"]
