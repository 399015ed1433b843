"""Japan: trademarks 商標登録第…号, designs 意匠登録第…号, each a running number of up to seven digits.

A part of a divided mark has a number behind it (`4867036-1`, 号の1); so had similar designs. `商願2019-123456` and `2019-123456` are
applications. Marks last ten years from registration. Designs last 25 years from filing if filed from 2020-04-01 on, 20 years from
registration if filed from 2007-04-01 on, before that 15.

Source: general knowledge (Trademark Act art. 19, Design Act art. 21); forms: patent office software of the JPO.
Seen: 商標登録第4867036号 (KJ法), 商標登録第6942756号, 意匠登録第1811771号 (JPO gazette of 2025-10-20).

>>> JP_TRADEMARK.format("商標登録第4867036号"), JP_TRADEMARK.format("登録番号：6942756"), JP_TRADEMARK.format("第4867036号の1")
('4867036', '6942756', '4867036-1')
>>> JP_DESIGN.format("意匠登録第１８１１７７１号"), JP_TRADEMARK.is_valid("商願2019-123456")
('1811771', False)
"""

import datetime as dt
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, application, shape_reader
from ippbook.catalog.offices.term import MONTH_END, Term, if_filed_from, lasts, ten_years
from ippbook.languages import say

_REFORMED: Final = dt.date(2020, 4, 1)
_EARLIER_REFORM: Final = dt.date(2007, 4, 1)


_EARLIER_TERM: Final = if_filed_from(
    _EARLIER_REFORM, lasts(Term(20, "registered", slack=MONTH_END)), lasts(Term(15, "registered", slack=MONTH_END))
)

JP_TRADEMARK: Final = NumberFormat(
    "JP",
    ("trademark",),
    say("Japanese trademark number"),
    shape_reader(
        "4867036",
        application(r"(?:商願|JP-?|T)?(?:(?:19|20)[0-9]{2}|平[0-9]{1,2}|令[0-9]{1,2})-[0-9]{3,6}"),
        Shape(r"(?:JP-?)?T?(?:商標登録)?第?([0-9]{5,7})号?", r"\1"),
        Shape(r"(?:JP-?)?第?([0-9]{5,7})(?:号の|号-|-|/|の)([0-9]{1,3})号?", r"\1-\2"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("registered"),
    certain=False,
)

JP_DESIGN: Final = NumberFormat(
    "JP",
    ("design patent",),
    say("Japanese design number"),
    shape_reader(
        "1811771",
        application(r"(?:意願|JP-?|D)?(?:(?:19|20)[0-9]{2}|平[0-9]{1,2}|令[0-9]{1,2})-[0-9]{3,6}"),
        Shape(r"(?:JP-?)?D?(?:意匠登録)?第?([0-9]{5,7})号?S?", r"\1"),
        Shape(r"(?:JP-?)?第?([0-9]{5,7})(?:号の類似|号の|の類似|-)([0-9]{1,3})号?", r"\1-\2"),
    ),
    term=if_filed_from(_REFORMED, lasts(Term(25, "filed", slack=MONTH_END)), _EARLIER_TERM),
    certain=False,
)
