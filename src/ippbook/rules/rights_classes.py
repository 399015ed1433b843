"""Rules on Rights: Nice classes. `ippbook.catalog.nice_classes` reads them."""

from ippbook.catalog import offices
from ippbook.catalog.nice_classes import read_classes
from ippbook.declare import rule
from ippbook.languages import say
from ippbook.rules.rows import equals, is_filled, sentences_where
from ippbook.tables.column_types import ChoiceColumn, Sentences, TextColumn


@rule("RT114", on="Rights", at="Classes", says="{detail}; enter Nice classes from 1 to 45, such as 18, 25")
def class_that_does_not_exist(classes: TextColumn, right_type: ChoiceColumn) -> Sentences:
    """Nice class outside 1 to 45.

    There are 45 classes. A complaint about goods outside the registration is rejected, so the classes must be correct.

    Fix: enter the classes from the certificate, separated by commas.
    Source: ipp-facts 4.1 (Nice class).
    Certainty: certain: the Nice Classification has 45 classes.

    Flagged:
        | Right type | Classes |
        | trademark  | 46      |
        | trademark  | 0       |
        | trademark  | 18, 99  |
        | trademark  | 182     |
    Clean:
        | Right type    | Classes          |
        | trademark     | 1                |
        | trademark     | 45               |
        | trademark     | 18, 25           |
        | trademark     | 09; 18; 25       |
        | trademark     | Class 18 and 25  |
        | trademark     | 第25类           |
        | trademark     | 1-5              |
        | trademark     | all              |
        | trademark     |                  |
        | design patent | 99-01            |
    """

    def unknown_class(text: str) -> str:
        unknown = read_classes(text).unknown
        return "" if unknown is None else say("there is no class {unknown}", unknown=unknown)

    return sentences_where(is_filled(classes) & equals(right_type, "trademark"), unknown_class, classes)


@rule("RT216", on="Rights", at="Classes", says="{detail}; write the numbers with commas, such as 18, 25")
def classes_that_cannot_be_read(classes: TextColumn, right_type: ChoiceColumn) -> Sentences:
    """Nice classes that can be read in two ways, or not at all.

    `18-25` can be a range or two classes. A spreadsheet turns 9,10 into 9.1. The takedown text states the classes, so it
    leaves out those that are not clear.

    Fix: enter the classes from the certificate, separated by commas. Format the cell as text.
    Source: ipp-facts 4.1 (Nice class); house rule: what can be read in two ways is reported, never guessed.
    Certainty: certain that two readings are possible; a warning, because the right itself may be correct.

    Flagged:
        | Right type | Classes      |
        | trademark  | 18-25        |
        | trademark  | 9.1          |
        | trademark  | 1-5          |
        | trademark  | all          |
        | trademark  | 18 or 25     |
    Clean:
        | Right type    | Classes          |
        | trademark     | 18, 25           |
        | trademark     | 18、25           |
        | trademark     | 第25类           |
        | trademark     | Class 25         |
        | trademark     | 025              |
        | trademark     | 18.25            |
        | trademark     | 24-25            |
        | trademark     | 18 to 25         |
        | trademark     | 46               |
        | trademark     |                  |
        | design patent | 06-01            |
    """
    rows = is_filled(classes) & equals(right_type, "trademark")
    return sentences_where(rows, lambda text: read_classes(text).unclear, classes)


@rule(
    "RT309",
    on="Rights",
    at="Number",
    says="the number has class {detail} behind it, but Classes does not have this class; correct one of them",
)
def class_behind_the_number(number: TextColumn, classes: TextColumn, right_type: ChoiceColumn) -> Sentences:
    """Class behind the number that is not in Classes.

    ippbook reads the number without the class. If Classes is blank, the class behind the number counts. Here both cells
    name classes, and they differ.

    Fix: compare both with the certificate. Enter only the number under Number.
    Source: ipp-facts 14 (numbers seen in print), 3.3 [O14: OFF] (registration number only).
    Certainty: certain that the cells differ; this is advice.

    Flagged:
        | Right type | Number         | Classes |
        | trademark  | 17528858 Class 9 | 25    |
    Clean:
        | Right type | Number         | Classes |
        | trademark  | 17528858 第9类 | 9       |
        | trademark  | 17528858 第9类 | 9, 25   |
        | trademark  | 17528858 第9类 |         |
        | trademark  | 17528858       | 25      |
        | copyright  | 国作登字-2021-L-00268255 |  |
    """

    def missing(number: str, classes: str) -> str:
        behind = read_classes(offices.class_behind(number))
        return "" if set(behind.numbers) <= set(read_classes(classes).numbers) else behind.text

    rows = is_filled(number) & is_filled(classes) & equals(right_type, "trademark")
    return sentences_where(rows, missing, number, classes)
