"""The words of computed cells in the language of the workbook: answers, choices and sentences. Numbers, days and names stay."""

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.languages import ENGLISH, Clause, KnownWord, Sentence, TextSeries, in_language
from ippbook.languages.names import answer_in, name_in
from ippbook.tables.schema import Kind, vocabulary_of

if TYPE_CHECKING:
    from ippbook.tables.column_types import AnyColumn

_BETWEEN: Final = "; "


def worded(
    computed: "AnyColumn", kind: Kind, words: str, language: str, stays: NDArray[np.bool_] | None = None
) -> "AnyColumn":
    """The column *computed* with its values in *language*. *words*: their vocabulary, "" where they have none. *stays*: rows that keep theirs.

    A worksheet function gives the same answer in every language, so a cell with its formula keeps it: Excel would write it there.
    """
    if computed.dtype != object:
        return computed
    if language == ENGLISH:
        return _plain(computed)
    texts = computed.to_numpy()
    translated = {
        text: _rate_test(text, kind, words, language) for text in set(texts.tolist()) if isinstance(text, str) and text
    }
    changed = np.empty(len(texts), dtype=object)
    changed[:] = [translated.get(text, text) for text in texts.tolist()]
    return pd.Series(changed if stays is None else np.where(stays, texts, changed), dtype=object)


def _plain(computed: "AnyColumn") -> "AnyColumn":
    """The column with each sentence as the text that it is: a cell keeps no template."""
    if set(map(type, texts := computed.tolist())).isdisjoint((Sentence, KnownWord, TextSeries, Clause)):
        return computed
    plain = {text: "".join(text) for text in set(texts) if isinstance(text, str) and type(text) is not str}
    return pd.Series([plain.get(text, text) for text in texts], dtype=object)


def _rate_test(text: str, kind: Kind, words: str, language: str) -> str:
    if kind is Kind.YES_NO:
        return answer_in(text, language)
    if words:
        return _BETWEEN.join(_choice(part, words, language) for part in text.split(_BETWEEN))
    return in_language(text, language) if isinstance(text, Sentence | KnownWord | TextSeries | Clause) else text


def _choice(code: str, words: str, language: str) -> str:
    """The name of *code* in the first of its vocabularies that has it."""
    for known in map(vocabulary_of, words.split(_BETWEEN)):
        if code in known:
            return name_in(code, (known[code].zh,), language)
    return code
