"""Headers of several parts: two languages, two names, or a name with a remark.

`Right type 权利类型`, `平台（站点）` and `商品编号 (必填)` have one meaning, because each part has it or is a mere remark. A part with
another meaning, as in `专利号（公开号）`, makes the header unknown.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean, key

_MARKS: Final = late_pattern(r"[()（）\[\]【】{}/\\|:：,，;；、\n\r]+")
_BOUNDARY: Final = late_pattern(r"(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z.])\s*(?=[\u4e00-\u9fff])")
_LONGEST: Final = 120
"""A longer text is not a header."""
_REMARKS: Final = frozenset(
    map(
        key,
        (
            "必填", "必填项", "选填", "可选", "非必填", "不为空", "required", "optional", "mandatory", "if any", "如有",
            "元", "人民币", "单位", "单位元", "RMB", "CNY", "USD", "EUR", "GBP", "JPY", "KRW", "¥", "￥", "$", "€", "美元", "欧元",
            "yyyy", "mm", "dd", "yyyy-mm-dd", "yyyymmdd", "dd-mm-yyyy", "年月日", "年", "月", "日", "格式",
            "是否", "是", "否", "yes", "no", "y", "n", "下拉", "下拉选择", "单选", "dropdown", "drop-down",
        ),
    )
) - {""}  # fmt: skip


@lru_cache(maxsize=4096)
def header_parts(header: str) -> tuple[str, ...]:
    """The keys of the parts of a header, without mere remarks; empty where it has only one part.

    >>> header_parts("Right type 权利类型"), header_parts("商品编号 (必填)"), header_parts("URL")
    (('righttype', '权利类型'), ('商品编号',), ())
    """
    if len(header) > _LONGEST:
        return ()
    pieces = [part for piece in _MARKS.split(header) for part in _BOUNDARY.split(clean(piece))]
    keys = [key(piece) for piece in pieces]
    signed = [text or piece for text, piece in zip(keys, map(str.strip, pieces), strict=True)]
    signed = [text for text in signed if text]
    return tuple(text for text in signed if text not in _REMARKS) if len(signed) > 1 else ()


def means_one_of(header: str, spellings: Collection[str]) -> bool:
    """Whether *header* as a whole, or each of its parts, is one of *spellings* (keys)."""
    if key(header) in spellings:
        return True
    parts = header_parts(header)
    return bool(parts) and all(part in spellings for part in parts)


__all__ = ["header_parts", "means_one_of"]
