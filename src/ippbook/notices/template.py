"""One takedown text: the fields that it needs, and its compiled form.

`ippbook.notices.sections` describes its file. The text itself uses a small part of Jinja2:

- `{{ right_name }}` prints a field of the complaint, by its name in Complaints; filters: quoted (each quotation of a
  listing in quotation marks of its own), numbered (items of several words), listed (numbers and short items), placed
  (places on a page, translated), classes (of a trademark), day (a date in words), named("offices") and named("right_types").
- `{% if right_classes %}…{% elif … %}…{% else %}…{% endif %}` makes a part optional.
- `{% for group in groups %}…{% endfor %}` goes over the links. Links with the same facts are one group, so that forty
  links with one set of differences take one paragraph. `group.where` names the links, `group.listing_…` is their fact.
- `count` is the number of links; `brief` is true when the text omits the addresses because it would be too long.
- `{% if platform is mainland %}` is true where the marketplace accepts rights of mainland China only.

Anything else in braces is refused with its line, because a text can come from an untrusted folder.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from ippbook.catalog import reasons
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.notices.fields import FieldsUsed
from ippbook.notices.language import NoticeLanguage, environment
from ippbook.notices.sections import TextError, TextLine, TextSource, laid_out, source_of
from ippbook.quick_dataclasses import dataclass

if TYPE_CHECKING:
    import jinja2
    from jinja2 import nodes

BODY_LIMIT: Final = 20_000
"""Characters of a body. The longest text that a portal takes has 1,500."""

_DIGITS: Final = late_pattern(r"[0-9A-Fa-f_]{1000}")


@dataclass(frozen=True)
class Template:
    """One takedown text of one reason in one language."""

    reason: str
    language: NoticeLanguage
    raw: str
    """The text as it is in its file or cell."""
    path: str
    """Its file, for messages; "" for the text of a cell."""

    @cached_property
    def text(self) -> TextSource:
        """Head and own lines. Raises `TextError` where the head has a fault."""
        return source_of(self.raw, self.path)

    @property
    def source(self) -> str:
        """Source tags: those of its head, else those of its reason."""
        entry = reasons.REASONS.get(self.reason)
        return self.text.head.get("source") or f"{entry.source if entry else 'ipp-facts 5.2'}; ipp-facts 5.8 [L3: LAW]"

    @property
    def checked_on(self) -> str:
        """When it was last compared with the facts."""
        return self.text.head.get("checked on") or self.language.checked_on

    @property
    def reviewed(self) -> str:
        """Who has reviewed it, as a phrase."""
        return self.text.head.get("reviewed") or self.language.reviewed

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """The lines of the complete text, with the frame of the language where the text has sections. Raises `TextError`."""
        entry = reasons.REASONS.get(self.reason)
        blocks = self.language.blocks(entry.family if entry else "other")
        return laid_out(
            self.text.lines,
            self.language.layout,
            blocks,
            f"notices/{self.language.code}/language.toml",
        )

    @cached_property
    def body(self) -> str:
        """The complete text. Raises `TextError`."""
        return "\n".join(line.text for line in self.lines) + "\n"

    @property
    def named(self) -> str:
        """The text's name at the beginning of a sentence."""
        return self.path or "the text"

    def place(self, number: int) -> str:
        """File and line of line *number* of the body (from 1)."""
        return self.lines[min(number, len(self.lines)) - 1].place if self.lines else self.named

    @property
    def needs(self) -> tuple[str, ...]:
        """Fields that every notice of this text needs."""
        return self.used.needs

    @property
    def optional(self) -> tuple[str, ...]:
        """Fields that only some notices of this text need or mention."""
        return self.used.optional

    @cached_property
    def used(self) -> FieldsUsed:
        """The fields, found in the body itself. Raises `TextError` where the body has a fault or uses what is not allowed."""
        if len(self.body) > BODY_LIMIT:
            raise TextError(
                say(
                    "{named}: the text is longer than {body_limit:,} characters.",
                    named=self.named,
                    body_limit=BODY_LIMIT,
                )
            )
        from ippbook.notices.template_check import fields_used  # noqa: PLC0415  # late: only who writes texts needs Jinja2

        return fields_used(self._tree, self.body, self.place, environment(self.language))

    @property
    def tree(self) -> "nodes.Template":
        """The body as Jinja2 reads it, once it is checked. Raises `TextError` as `used` does."""
        _ = self.used
        return self._tree

    @cached_property
    def _tree(self) -> "nodes.Template":
        import jinja2  # noqa: PLC0415  # late

        from ippbook.notices.template_check import NUMBER_TOO_LARGE  # noqa: PLC0415  # late

        try:
            return environment(self.language).parse(self.body)
        except jinja2.TemplateSyntaxError as error:
            raise TextError(say("{place}: {why}", place=self.place(error.lineno), why=error.message)) from error
        except RecursionError as error:
            raise TextError(say("{named}: the text is nested too deeply.", named=self.named)) from error
        except (ValueError, OverflowError) as error:  # Python reads no whole number of more than 4,300 digits
            place = next((line.place for line in self.lines if _DIGITS.search(line.text)), self.named)
            raise TextError(say("{place}: {why}", place=place, why=NUMBER_TOO_LARGE)) from error

    @cached_property
    def refusal(self) -> str:
        """Why the text cannot be used, in one sentence with its line; "" where it can."""
        try:
            _ = self.compiled
        except TextError as refusal:
            return str(refusal)
        return ""

    @cached_property
    def compiled(self) -> "jinja2.Template":
        """The body, ready to render. Raises `TextError` as `used` does."""
        import jinja2  # noqa: PLC0415  # late

        _ = self.used  # the body is checked before it is compiled
        try:
            return environment(self.language).from_string(self._tree)
        except (
            jinja2.TemplateError,
            SyntaxError,
            RecursionError,
            MemoryError,
            ValueError,
        ) as error:  # of Python's compiler
            raise TextError(say("{named}: the text is nested too deeply.", named=self.named)) from error


def read_template(text: str, reason: str, language: NoticeLanguage, path: str = "") -> Template:
    """The text of a file or, without *path*, of a cell. It is checked at its first use (see `Template.used`)."""
    return Template(reason, language, text, path)
