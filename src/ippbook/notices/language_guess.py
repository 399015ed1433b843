"""In which language a person wrote facts, where that is sure: for the advice on facts in another language than the text.

Scripts decide where they differ; between languages of Latin letters the small words decide. Quotations, links, names that
the row has in other cells, and words with a capital letter or a digit (brands, models) say nothing about the language.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean

_QUOTED: Final = late_pattern(
    r"[“„«「『《\"][^“”„«»「」『』《》\"]*[”“»」』》\"]|(?<!\w)['‘’][^'‘’]+['’](?!\w)|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)
_HAN: Final = late_pattern(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA: Final = late_pattern(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HIRAGANA: Final = late_pattern(r"[\u3041-\u306d\u306f-\u3096]")
"""Without \u306e, which Chinese brands write too."""
_HANGUL: Final = late_pattern(r"[\uac00-\ud7a3]")
_WORD: Final = late_pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN: Final = late_pattern(r"[a-zß-ÿœ]+(?:['’][a-zß-ÿœ]+)?")

_SMALL_WORDS: Final = {
    "en": "the and with of is are not from by which this that was were than instead without inside outside same different"
    " missing wrong between has have been its does only both while but there their it on at an no shows uses",
    "de": "der das und ist nicht mit auf von ein eine einen dem den bei fehlt fehlen statt wird werden sind ohne wie als"
    " zum zur im am auch nur aber sich beim einer eines es gleiche gleichen andere anderer keine kein innen außen anstatt für dass über",
    "fr": "le les des est une dans avec sur pas du et au aux par sans sont cette ce qui au-dessus mais leur lieu même"
    " manque absence elle il été être ne plus différent différente pour à",
    "es": "el los las con por para del es sin y son este esta pero su falta lugar misma mismo igual que en una al no más"
    " diferente está se como",
}
_WORDS_OF: Final = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_ONLY_OF: Final = {
    language: words - frozenset().union(*(other for name, other in _WORDS_OF.items() if name != language))
    for language, words in _WORDS_OF.items()
}
_SURE_WORDS: Final = 2
"""Different small words of one language, and at most a third as many of another, that make a text of that language."""
_SENTENCE: Final = 4
"""Words of Latin letters that are more than a name in a text of East Asia."""
_SURE_LETTERS: Final = 6
"""Letters of a script of East Asia that make a text of it."""
_CHINESE_MARKS: Final = late_pattern(
    "[为这们还图无处该线标并较征侧视缝纹贴识产样质颜红绿蓝带专业东车马门见规观计认设证词译说请调货费购销铁银链锁错长闭"
    "间问际难顶项顺预领频题额风飞饰]"
)
"""Characters of simplified Chinese that Japanese does not write so, or hardly."""


@lru_cache(maxsize=4096)
def foreign_language(text: str, language: str, names: tuple[str, ...] = ()) -> str:
    """Give the language of *text* where it surely is another one than *language*; else "".

    *names* are brands, models and the like: they may be in any language.

    >>> foreign_language("肩带为单排缝线，正品为双排", "en"), foreign_language("the seam is red, not grey", "zh")
    ('zh', 'en')
    >>> foreign_language("标题写有“the best bag of all”", "zh"), foreign_language("Bolang Trail 30 v2", "zh")
    ('', '')
    >>> foreign_language("Naht rot statt grau; das Etikett fehlt", "en"), foreign_language("red lid; no label", "de")
    ('de', '')
    """
    guessed = guessed_language(_without(text, names), language)
    return guessed if guessed != language else ""


def _without(text: str, names: Iterable[str]) -> str:
    plain = _QUOTED.sub(" ", clean(text))
    for name in sorted((clean(name) for name in names), key=len, reverse=True):
        if name:
            plain = re.sub(re.escape(name), " ", plain, flags=re.IGNORECASE)
    return plain


def guessed_language(text: str, expected: str = "") -> str:
    """Give the language of *text*, *expected* where it fits; "" where nothing is sure."""
    han, kana, hangul = (len(script.findall(text)) for script in (_HAN, _KANA, _HANGUL))
    words = [word for word in _WORD.findall(text) if len(word) > 1 and _LATIN.fullmatch(word)]
    asian = han + kana + hangul
    if asian > 2 * len(words):
        sure = asian >= _SURE_LETTERS or expected in {"zh", "ja", "ko"}
        return _asian(text, expected, (han, kana, hangul)) if sure else ""
    if len(words) > asian:
        return _latin(words, expected)
    return ""


def _asian(text: str, expected: str, letters: tuple[int, int, int]) -> str:
    han, kana, hangul = letters
    if hangul > han + kana:
        return "ko"
    chinese = _CHINESE_MARKS.search(text) is not None
    if kana > han or (_HIRAGANA.search(text) and not chinese):
        return "ja"
    if hangul or _HIRAGANA.search(text):
        return ""
    return "zh" if chinese or (expected not in {"zh", "ja"} and han >= _SURE_LETTERS and not kana) else ""


def _latin(words: list[str], expected: str) -> str:
    hits = {language: {word for word in words if word in only} for language, only in _ONLY_OF.items()}
    best = max(hits, key=lambda language: len(hits[language]))
    rest = max((len(found) for language, found in hits.items() if language != best), default=0)
    own = len(_WORDS_OF.get(expected, frozenset()).intersection(words)) if best != expected else 0
    sure = 1 if expected in {"zh", "ja", "ko"} and len(words) >= _SENTENCE else _SURE_WORDS
    if len(hits[best]) < sure or 3 * max(rest, own) > len(hits[best]):
        return ""
    return best
