"""What people write around a number: labels before it, a class behind it.

Source: ipp-facts 14 (forms seen in print), 4.1; labels in further languages are general knowledge.
"""

import re
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean

_COUNTRY: Final = (
    r"british|canadian|australian|indian|german|french|swiss|japanese|korean|turkish|brazilian|mexican|russian|taiwan(?:ese)?|hong kong"
    r"|singapore|benelux|italian|spanish|chinese|boip|inpi|impi|ip australia|ipos|rospatent|uspto|cnipa|euipo|jpo|kipo|dpma|cipo|ukipo"
)
_RIGHT: Final = (
    r"tm|trade ?marks?|marks?|marken?|marques?|marcas?|designs?|dessins?|diseños?|registration|registered|register|registro|reg|serial|ser"
    r"|certificate|cert|enregistrement|eintragung|tescil|marka|tasarım"
)
_WORD: Final = (
    rf"{_COUNTRY}|{_RIGHT}|uk|u\.s|us|cn|china|eu|eutm|rcd|ir|int|intl|madrid|hague|internationale?|internacional|brevets?|patents?|patentes?"
    r"|modèles?|application|appl?|свидетельство|патент|на|товарный|знак|промышленный|образец|регистрация"
)
_NUMBER_WORD: Final = r"numbers?|num|nos?|nr|núm|número|numéro|nummer|registernummer|numarası|номер|n°"
_LABEL: Final = late_pattern(
    rf"(?:(?:{_WORD})(?![a-zà-öø-ÿа-я])\.? *)*(?:(?:{_NUMBER_WORD})(?![a-zà-öø-ÿа-я])\.?|\.|:) *[:.#]? *(?=\S)"
    r"|(?:中国|国际|商标|专利|作品|著作权|计算机|软件|注册|申请|登记|证书|授权|登録|商標|意匠|特許|註冊|國際|国際|設計|專利)*"
    r"(?:编号|号码|番号|號數|号|號) *[:.#]? *(?=[^:])"
    r"|(?:상표|디자인|특허|국제|등록|번호)+ *[:.]? *(?=제|[0-9])"
    # Without a word for "number", only words that name no country by its code, before a digit.
    rf"|(?:uk +)?(?:(?:{_COUNTRY}|{_RIGHT})\.?[ :]+)+(?=[0-9])",
    re.IGNORECASE,
)
_REGISTER: Final = (
    r"(?:中国|中國|国际|國際|国際|香港|台灣|日本|商标|商標|意匠|設計|设计|专利|專利|特許|实用新型|実用新案|新型|发明|發明|新式樣|外观设计|注册|注冊|註冊|登録"
    r"|登记|登記|证书|證書|证|證|编号|番号|号|號|[权權])*"
)
_ORDINAL: Final = late_pattern(rf"({_REGISTER}) *第 *([0-9A-Z][^第号號]*?) *(?:[号號]({_REGISTER}))?", re.IGNORECASE)
_KOREAN_ORDINAL: Final = late_pattern(r"((?:상표|디자인|특허|국제|등록|번호)*) *제 *([0-9][^제호]*?) *호")
_INTERNATIONAL: Final = late_pattern(
    r"\b(?:ir|intl?|madrid|international|internationale?|internacional)\b|国际|國際|国際|국제", re.IGNORECASE
)
_CLASS: Final = late_pattern(
    r"[ ,;/(\[]*(?:第 *([0-9][0-9,、;& 和及与/]*?) *[类類]"
    r"|제 *([0-9][0-9,、;& ]*?) *류"
    r"|(?:nice |int(?:ernational|l)?\.? ?)?(?:class(?:es)?|classes?|cl|klassen?|kl|clases?|класс|ic)(?![a-zа-я])\.?:? *([0-9][0-9,、;& /]*(?:(?:and|und|et|y) *[0-9]+)?)"
    r"|([0-9]{1,2}) *[类類])[)\]]* *(?:商标|商標)?",
    re.IGNORECASE,
)

_MAY_HAVE_CLASS: Final = late_pattern(r"[类類류с]|[CcKk][Ll]|[Ii][Cc]")
_CLASS_FIRST: Final = late_pattern(r"第? *([0-9]{1,2}) *[类類] *(?:商标|商標)?[,;:]? *")
_DIGITS_OF_A_NUMBER: Final = 5


def without_label(number: str) -> str:
    """Remove labels (`注册号：`, `Reg. No.`, `第…号`) and a class behind the number. `IR` stays before an international number.

    >>> without_label(" Reg. No. 1234567 "), without_label("注册商标第17528858号"), without_label("17528858 第9类")
    ('1234567', '17528858', '17528858')
    >>> without_label("国际注册第1221382号"), without_label("상표등록 제40-1190084호")
    ('IR 1221382', '40-1190084')
    """
    text = _split_class(clean(number))[0]
    if text.isascii() and text.isalnum() and text[:1].isdecimal():
        return text  # digits, which have no label
    international = False
    if label := _LABEL.match(text):
        international = _INTERNATIONAL.search(label[0]) is not None
        text = text[label.end() :]
    if ordinal := _ORDINAL.fullmatch(text) or _KOREAN_ORDINAL.fullmatch(text):
        international = international or _INTERNATIONAL.search(ordinal[1]) is not None
        text = ordinal[2].strip()
    text = text if "第" in text else text.removesuffix("号").rstrip() or text
    return f"IR {text}" if international and text[:1].isdecimal() else text


def class_behind(number: str) -> str:
    """The class that is written behind a number, as digits and separators; "" where there is none.

    >>> class_behind("17528858 第9类"), class_behind("17528858 (Class 9, 25)"), class_behind("17528858")
    ('9', '9, 25', '')
    """
    return _split_class(clean(number))[1]


def _split_class(text: str) -> tuple[str, str]:
    """A number without the class behind it or, in Chinese, before it, and that class."""
    if not _MAY_HAVE_CLASS.search(text):
        return text, ""
    if (first := _CLASS_FIRST.match(text)) and sum(map(str.isdecimal, text[first.end() :])) >= _DIGITS_OF_A_NUMBER:
        return text[first.end() :], first[1]
    for found in _CLASS.finditer(text):
        if found.end() == len(text) and any(sign.isdecimal() for sign in text[: found.start()]):
            before = text[: found.start()]
            # Two figures run together, such as 1752885809类, do not show where the number ends.
            if not (found[4] and found[0][:1].isdecimal()):
                return before, next(group for group in found.groups() if group).strip(" ,;/&")
    return text, ""


__all__ = ["class_behind", "without_label"]
