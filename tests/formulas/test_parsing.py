"""A formula is read whole or refused whole, and hostile text costs neither time nor stack."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.formulas import ExcelError, FormulaError, NotCalculatedError, formula_text, parse
from ippbook.formulas.display import canonical_text
from ippbook.formulas.parser import parse_expression
from ippbook.formulas.tree import (
    BINDING,
    ITEMS,
    AreaReference,
    Array,
    Binary,
    Call,
    Constant,
    Corner,
    Formula,
    Missing,
    NameReference,
    TableReference,
    Unary,
)

A1 = Corner(1, 1)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"a""b"', Constant('a"b')),
        ('""', Constant("")),
        ("1.5E+3", Constant(1500.0)),
        (".5", Constant(0.5)),
        ("true", Constant(True)),
        ("FALSE()", Constant(False)),
        ("#n/a", Constant(ExcelError("#N/A"))),
        ("Sheet1!#REF!", Constant(ExcelError("#REF!"))),
        ('{1,-2;"x",#N/A}', Array(((1.0, -2.0), ("x", ExcelError("#N/A"))))),
        ("A1", AreaReference(A1)),
        ("$b$20", AreaReference(Corner(20, 2, row_fixed=True, column_fixed=True))),
        ("A1:$C4", AreaReference(A1, Corner(4, 3, column_fixed=True))),
        ("A:$B", AreaReference(Corner(None, 1), Corner(None, 2, column_fixed=True))),
        ("1:$3", AreaReference(Corner(1, None), Corner(3, None, row_fixed=True))),
        ("XFD1048576", AreaReference(Corner(1_048_576, 16_384))),
        ("XFE1", NameReference("XFE1")),
        ("Sheet1!A1", AreaReference(A1, sheet="Sheet1")),
        ("'It''s, my (sheet)'!A1:A1", AreaReference(A1, A1, "It's, my (sheet)")),
        ("权利!A1", AreaReference(A1, sheet="权利")),
        ("Urls", NameReference("Urls")),
        ("Sheet1!Urls", NameReference("Urls", "Sheet1")),
        ("Listings[URL]", TableReference("Listings", (), ("URL",))),
        ("Listings[@URL]", TableReference("Listings", ("#This Row",), ("URL",))),
        ("[@URL]", TableReference(None, ("#This Row",), ("URL",))),
        ("[@[Right type]]", TableReference(None, ("#This Row",), ("Right type",))),
        ("[@]", TableReference(None, ("#This Row",))),
        ("[URL]", TableReference(None, (), ("URL",))),
        ("Listings[]", TableReference("Listings")),
        ("Listings[#all]", TableReference("Listings", ("#All",))),
        ("Listings[[#This Row],[URL]]", TableReference("Listings", ("#This Row",), ("URL",))),
        ("Listings[[#This Row], [URL]]", TableReference("Listings", ("#This Row",), ("URL",))),
        ("Listings[[#Headers],[#Data],[URL]]", TableReference("Listings", ("#Headers", "#Data"), ("URL",))),
        ("Listings[[URL]:[Title]]", TableReference("Listings", (), ("URL", "Title"))),
        ("Listings[@[URL]:[Title]]", TableReference("Listings", ("#This Row",), ("URL", "Title"))),
        ("T['[a'] '#1]", TableReference("T", (), ("[a] #1",))),
        ("T[it''s]", TableReference("T", (), ("it's",))),
        ("_xlfn.SINGLE(A1)", Unary("@", AreaReference(A1))),
        ("@A:A", Unary("@", AreaReference(Corner(None, 1), Corner(None, 1)))),
        ("-A1%", Unary("%", Unary("-", AreaReference(A1)))),
        ("1-2-3", Binary("-", Binary("-", Constant(1.0), Constant(2.0)), Constant(3.0))),
        ("1+2*3", Binary("+", Constant(1.0), Binary("*", Constant(2.0), Constant(3.0)))),
        (
            '1+2&"x"=A1',
            Binary("=", Binary("&", Binary("+", Constant(1.0), Constant(2.0)), Constant("x")), AreaReference(A1)),
        ),
        ("IPP_X()", Call("IPP_X", ())),
        ("IPP_X(a,,1)", Call("IPP_X", (NameReference("a"), Missing(), Constant(1.0)))),
        ("IPP_X(,)", Call("IPP_X", (Missing(), Missing()))),
        (" IPP_X( A1 ,\n2 ) ", Call("IPP_X", (AreaReference(A1), Constant(2.0)))),
        ("[1]!IPP_X('D:\\a b\\x.xlam'!ipp_y(1))", Call("IPP_X", (Call("IPP_Y", (Constant(1.0),)),))),
        ("IF(A1,1)", Call("IF", (AreaReference(A1), Constant(1.0)))),
    ],
)
def test_a_formula_text_has_one_meaning(text, tree):
    assert parse_expression(text) == tree
    assert parse_expression("=" + text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "1+1",
        "A1",
        "SUM(A1:A3)",
        "IPP_X(SUM(A1))",
        "SUM(IPP_X(A1))",
        "VLOOKUP(IPP_X(A1),B:C,2,FALSE)",
        "_xlfn.XLOOKUP(IPP_X(A1),B:B,C:C)",
        "IPP_X([1]Sheet1!A1)",
        "IPP_X('[rights.xlsx]Sheet1'!A1)",
        "IPP_X('C:\\[rights.xlsx]Sheet1'!A1)",
        "IPP_X(Sheet1:Sheet3!A1)",
        "IPP_X(A1#)",
        "_xlfn.ANCHORARRAY(A1)&IPP_X(A1)",
        "IPP_X((A1,B2))",
        "IPP_X(A1:B2 B1:C3)",
        "IPP_X(A1:B2:C3)",
        "IPP_X(A1)^2",
        "LET(x,IPP_X(A1),x)",
        "IPP_X(INDEX(A:A,2):A5)",
        "Module1.IPP_X(A1)",
        "NOT_IPP_X(A1)",
    ],
)
def test_a_formula_that_uses_anything_else_is_not_ours(text):
    with pytest.raises(NotCalculatedError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("IPP_X(A1", "ends too early"),
        ("", "ends too early"),
        ("IPP_X(A1;B1)", "put commas, not semicolons, between arguments (at character 9)"),
        ('IPP_X("a)', "no closing quotation mark (at character 7)"),
        ("IPP_X(“a”)", "straight quotation marks"),
        ("IPP_X([URL)", "not closed"),
        ("IPP_X(A1))", "')' is not expected here (at character 10)"),
        ("IPP_X({1,2;3})", "different lengths"),
        ("IPP_X(T[[a],[b]])", "names one column"),
        ("IPP_X('Sheet1')", "needs ! and a reference"),
        ("IF(IPP_X(1))&DATE(1,2)", "DATE cannot take 2 arguments"),
        ("IPP_X(1:9999999)", "beyond the edge"),
        ("IPP_X(1E999)", "too large"),
        ("IPP_X(1.2.3)", ""),
        ("IPP_X({A1})", ""),
    ],
)
def test_what_is_no_formula_is_refused_with_a_sentence_and_its_place(text, says):
    with pytest.raises(FormulaError) as refusal:
        parse_expression(text)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "IPP_X()" + ")" * 5_000,
        "IPP_X(" * 2_000 + ")" * 2_000,
        "-" * 8_000 + "IPP_X()",
        "IPP_X()" + "%" * 8_000,
        "IPP_X()" + "&1" * 50_000,
        "{" * 8_000,
        "[" * 8_000,
        "['" * 8_000,
        "[[" * 8_000 + "]" * 100,
        '"' * 16_001,
        "'" * 16_001,
        "IPP_X(" + "A1:" * 4_000 + ")",
        "IPP_X(" + "1" * 10_000 + ")",
        "IPP_X(" + "a." * 9_000 + ")",
        "@" * 10_000 + "IPP_X()",
        "IPP_X(" * 100_000,
    ],
)
def test_hostile_nesting_is_refused_and_not_followed(text):
    with pytest.raises(FormulaError):
        parse(text)


def test_a_chain_of_operators_may_be_as_long_as_a_formula():
    text = "IPP_X(A1)" + "&A1" * 2_000 + "+1*2" * 500
    formula = parse(text)
    assert formula_text(formula.root) == text
    assert canonical_text(text, "") == text


def test_a_reference_to_a_deleted_sheet_is_an_error_value():
    for text in ("#REF!", "#REF!A1", "#REF!$A$1:B2", "Sheet1!#REF!"):
        assert parse(f"IPP_X({text})").root == Call("IPP_X", (Constant(ExcelError("#REF!")),))


def test_a_hundred_levels_are_read_and_more_are_not():
    assert parse("(" * 98 + "IPP_X()" + ")" * 98).functions == {"IPP_X"}
    with pytest.raises(NotCalculatedError, match="nested deeper than 100"):
        parse("(" * 100 + "IPP_X()" + ")" * 100)


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from([*"()[]{},;:!'\"#@&-%$1A", "IPP_X(", "A1", "T[", "[@", "#N/A", "Sheet1!", "'a'!", " "]),
        max_size=30,
    ).map("".join)
)
@settings(max_examples=2 * settings().max_examples)
def test_any_text_is_read_or_refused_and_nothing_else_is_raised(text):
    try:
        formula = parse(text)
    except FormulaError:
        return
    assert formula.functions


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
numbers = st.floats(min_value=0, max_value=1e300, allow_subnormal=False)
errors = st.sampled_from(["#N/A", "#VALUE!", "#REF!", "#DIV/0!"]).map(ExcelError)
literals = texts | numbers | st.booleans() | errors
corners = st.builds(Corner, st.integers(1, 1_048_576), st.integers(1, 16_384), st.booleans(), st.booleans())
column_corners = st.builds(Corner, st.none(), st.integers(1, 16_384), st.just(False), st.booleans())
row_corners = st.builds(Corner, st.integers(1, 1_048_576), st.none(), st.booleans(), st.just(False))
sheets = st.none() | st.text(st.sampled_from("Aab1 .'(),权!-"), min_size=1, max_size=6)
areas = (
    st.builds(AreaReference, corners, st.none() | corners, sheets)
    | st.builds(AreaReference, column_corners, column_corners, sheets)
    | st.builds(AreaReference, row_corners, row_corners, sheets)
)
headers = st.text(st.sampled_from("ab [],:#'@\n权/\"!("), min_size=1, max_size=6)
structureds = st.builds(
    TableReference,
    st.none() | st.sampled_from(["Listings", "表_1"]),
    st.lists(st.sampled_from(ITEMS), max_size=2, unique=True).map(tuple),
    st.lists(headers, max_size=2).map(tuple),
)
leaves = (
    literals.map(Constant)
    | areas
    | structureds
    | st.builds(NameReference, st.sampled_from(["Urls", "x.y", "_a"]), sheets)
    | st.integers(1, 3)
    .flatmap(lambda width: st.lists(st.tuples(*[literals] * width), min_size=1, max_size=3))
    .map(tuple)
    .map(Array)
)


def _nodes(below):
    return (
        st.builds(Unary, st.sampled_from(["-", "+", "@", "%"]), below)
        | st.builds(Binary, st.sampled_from(sorted(BINDING)), below, below)
        | st.builds(
            Call,
            st.sampled_from(["IPP_X", "IPP_Y"]),
            st.lists(below | st.just(Missing()), min_size=2, max_size=4).map(tuple),
        )
    )


@given(st.recursive(leaves, _nodes, max_leaves=12))
@settings(max_examples=2 * settings().max_examples)
def test_a_tree_printed_and_parsed_is_the_same_tree(node):
    assert parse_expression(formula_text(node)) == node


def test_a_formula_names_the_functions_of_ours_that_it_calls():
    formula = parse('=IFERROR(_xldudf_IPP_X([@URL]),"")&[1]!IPP_Y(IPP_X(1))')
    assert formula.functions == {"IPP_X", "IPP_Y"}
    assert isinstance(formula, Formula)
