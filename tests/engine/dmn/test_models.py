"""Requirement graphs, knowledge models, services, boxed expressions, types and imports."""

from __future__ import annotations

import pytest

from engine import dmn, feel
from tests.engine.dmn.building import (
    ENVIRONMENT,
    NAMESPACE,
    decide,
    decision,
    definitions,
    formal,
    input_data,
    knowledge,
    needs,
    table,
    text,
)


def wrapped(tag: str, inner: str, **attributes: str) -> str:
    listed = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{listed}>{inner}</{tag}>"


def entry(name: str, box: str, kind: str = "") -> str:
    typed = f' typeRef="{kind}"' if kind else ""
    return f'<contextEntry><variable name="{name}"{typed}/>{box}</contextEntry>'


BOXES = [
    (text("1 + 1"), 2),
    (text(""), None),
    (wrapped("context", entry("a", text("1")) + entry("b", text("a + 1"))), {"a": 1, "b": 2}),
    (wrapped("context", entry("a", text("1")) + f"<contextEntry>{text('a + 5')}</contextEntry>"), 6),
    (wrapped("context", entry("a", text('"x"'), "number") + entry("b", "")), {"a": None, "b": None}),
    (wrapped("list", text("1") + text("2")), [1, 2]),
    (
        wrapped(
            "relation",
            '<column name="a"/><column name="b" typeRef="number"/>'
            + wrapped("row", text("1") + text("2"))
            + wrapped("row", text("3") + text('"x"')),
        ),
        [{"a": 1, "b": 2}, {"a": 3, "b": None}],
    ),
    (
        wrapped(
            "invocation",
            wrapped("functionDefinition", formal({"x": "number", "y": ""}) + text("x - y"))
            + wrapped("binding", '<parameter name="y"/>' + text("1"))
            + wrapped("binding", '<parameter name="x"/>' + text("5")),
        ),
        4,
    ),
    (
        wrapped(
            "invocation",
            wrapped("functionDefinition", formal({"x": "number"}) + text("x"))
            + wrapped("binding", '<parameter name="x"/>' + text('"a"')),
        ),
        None,
    ),
    (wrapped("invocation", text("abs") + wrapped("binding", '<parameter name="n"/>')), None),
    (wrapped("invocation", text("5") + wrapped("binding", text("1"))), None),
    (
        wrapped("conditional", wrapped("if", text("1 > 0")) + wrapped("then", text("1")) + wrapped("else", text("2"))),
        1,
    ),
    (wrapped("conditional", wrapped("if", text("null")) + wrapped("then", text("1")) + wrapped("else", text("2"))), 2),
    (wrapped("filter", wrapped("in", text("[1, 2, 3]")) + wrapped("match", text("item > 1"))), [2, 3]),
    (wrapped("filter", wrapped("in", text("null")) + wrapped("match", text("item > 1"))), None),
    (wrapped("for", wrapped("in", text("[1..3]")) + wrapped("return", text("x * 2")), iteratorVariable="x"), [2, 4, 6]),
    (
        wrapped("for", wrapped("in", text("[1, 2]")) + wrapped("return", text("count(partial)")), iteratorVariable="x"),
        [0, 1],
    ),
    (wrapped("some", wrapped("in", text("[1, 2]")) + wrapped("satisfies", text("x > 1")), iteratorVariable="x"), True),
    (
        wrapped("every", wrapped("in", text("[1, 2]")) + wrapped("satisfies", text("x > 1")), iteratorVariable="x"),
        False,
    ),
    ("", None),
]


@pytest.mark.parametrize(("box", "expected"), BOXES)
def test_a_boxed_expression_gives(box: str, expected: object) -> None:
    assert decide(definitions(decision("d", box))) == expected


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (wrapped("filter", wrapped("in", text("[1]"))), "there is no match"),
        (wrapped("invocation", ""), "there is nothing to call"),
        (
            wrapped("literalExpression", "<text>1</text>", expressionLanguage="python"),
            "the expression language python is not executed",
        ),
        (wrapped("literalExpression", "<importedValues/>"), "imported values are not executed"),
        (wrapped("functionDefinition", text("1"), kind="Java"), "functions of the kind Java are not executed"),
        (wrapped("literalExpression", "<text>1</text>", typeRef="unknown"), "there is no type unknown"),
        (text("("), "line 1, column 2: expected an expression"),
        (text("(" * 200), "an expression nested too deeply"),
    ],
)
def test_what_cannot_be_executed_is_refused_and_null_for_the_kit(box: str, reason: str) -> None:
    model = dmn.parse(definitions(decision("d", box)))
    assert [problem.reason for problem in model.problems] == [reason]
    with pytest.raises(dmn.DecisionRefused):
        dmn.evaluate(model, "d", {}, ENVIRONMENT)
    lenient = dmn.evaluate_leniently(model, "d", {}, ENVIRONMENT)
    assert feel.to_json(lenient.value) in (None, 1, [])


def test_a_decision_sees_just_what_it_requires() -> None:
    xml = definitions(
        input_data("a"),
        decision("e", text("a + 1"), "i_a"),
        decision("d", text("e * 10"), "e"),
        decision("blind", text("a")),
    )
    assert decide(xml, a=1) == 20
    assert decide(xml, "blind", a=1) is None
    assert dmn.parse(xml).decisions["d"].inputs == ("e",)


def test_among_the_variables_of_a_case_a_decision_sees_also_what_it_requires_nowhere() -> None:
    """Camunda's modeler draws no input data; what a table names is a variable of the case."""
    band = 'if a &gt; 1 then "B" else "A"'
    rules = [['"B"', "3", "b"], ["-", "-", "0"]]
    xml = definitions(
        f'<decision id="band" name="Fee band"><literalExpression><text>{band}</text></literalExpression></decision>',
        decision("d", table([("band", "string"), ("a", "number")], ["<output/>"], rules, hitPolicy="FIRST"), "band"),
    )
    model = dmn.parse(xml)
    assert dmn.evaluate_among(model, "d", {"a": 3, "b": 7}, ENVIRONMENT).value == 7
    assert dmn.evaluate(model, "d", {"a": 3, "b": 7}, ENVIRONMENT).value == 0


def test_a_decision_is_computed_once_for_many_that_require_it() -> None:
    box = table([("1", "")], ["<output/>"], [["-", "1"]])
    xml = definitions(
        decision("base", box), decision("l", text("base"), "base"), decision("r", text("base"), "base"),
        decision("d", text("l + r"), "l", "r"),
    )  # fmt: skip
    decided = dmn.evaluate(dmn.parse(xml), "d", {}, ENVIRONMENT)
    assert decided.value == 2
    assert [fired.decision for fired in decided.trace] == ["base"]


def test_results_and_inputs_are_fitted_to_their_types() -> None:
    xml = definitions(
        input_data("n", "number"),
        decision("d", text("n"), "i_n", kind="number"),
        decision("wrong", text('"x"'), kind="number"),
        decision("single", text("[5]"), kind="number"),
        decision("moment", text('date("2024-01-01")'), kind="date and time"),
    )
    assert decide(xml, n=5) == 5
    assert decide(xml, n="x") is None
    assert decide(xml, "wrong") is None
    assert decide(xml, "single") == 5
    assert decide(xml, "moment") == "2024-01-01T00:00:00Z"


def test_knowledge_models_call_each_other_and_themselves() -> None:
    xml = definitions(
        knowledge("double", {"x": "number"}, text("x * 2"), kind="number"),
        knowledge("quad", {"x": ""}, text("double(double(x))"), "k_double"),
        knowledge("fact", {"n": ""}, text("if n < 2 then 1 else n * fact(n - 1)")),
        knowledge("wrong", {}, text('"x"'), kind="number"),
        knowledge("empty", {}, ""),
        '<businessKnowledgeModel id="k_none" name="none"><variable name="none"/></businessKnowledgeModel>',
        decision("d", text("[quad(3), fact(5), double(\"x\"), wrong(), none]"),
                 "k_quad", "k_fact", "k_double", "k_wrong", "k_none"),
    )  # fmt: skip
    assert decide(xml) == [12, 120, None, None, None]
    assert decide(xml, "double", x=4) == 8
    assert decide(xml, "k_quad", x=4) == 16
    assert decide(xml, "double") is None
    assert decide(xml, "none") is None


def test_the_variable_of_a_knowledge_model_may_have_a_function_type() -> None:
    items = (
        '<itemDefinition name="tF"><functionItem outputTypeRef="number">'
        '<parameters name="x" typeRef="number"/></functionItem></itemDefinition>'
    )
    xml = definitions(
        items,
        knowledge("f", {"x": "number"}, text("x"), kind="tF"),
        knowledge("g", {"x": "number"}, text('"a"'), kind="tF"),
        decision("d", text("[f(1), g(1), f instance of tF, f instance of function<number> -> number]"), "k_f", "k_g"),
    )
    assert decide(xml) == [1, None, True, True]


def service(name: str, outputs: str, inputs: str = "", decisions: str = "", kind: str = "") -> str:
    parts = [f'<outputDecision href="#{output}"/>' for output in outputs.split()]
    parts += [f'<inputDecision href="#{part}"/>' for part in decisions.split()]
    parts += [f'<inputData href="#{part}"/>' for part in inputs.split()]
    typed = f' typeRef="{kind}"' if kind else ""
    variable = f'<variable name="{name}"{typed}/>'
    return f'<decisionService id="s_{name}" name="{name}">{variable}{"".join(parts)}</decisionService>'


def test_a_decision_service_is_a_function_of_its_inputs() -> None:
    xml = definitions(
        input_data("a", "number"),
        decision("base", text("100")),
        decision("sum", text("a + base"), "i_a", "base"),
        decision("more", text("sum + 1"), "sum"),
        service("one", "sum", "i_a", "base"),
        service("two", "sum more", "i_a"),
        service("typed", "sum", "i_a", kind="string"),
        service("turned", "more sum", "i_a"),
        service("odd", "i_a"),
        decision("d", text("[one(1, 2), one(base: 5, a: 1), two(1), one(1), typed(1)]"), "s_one", "s_two", "s_typed"),
    )
    assert decide(xml) == [3, 6, {"sum": 101, "more": 102}, None, None]
    assert decide(xml, "one", a=1, base=2) == 3
    assert decide(xml, "s_two", a=1) == {"sum": 101, "more": 102}
    assert decide(xml, "turned", a=1) == {"more": 102, "sum": 101}
    assert decide(xml, "odd", a=1) == {}


TYPES = """
<itemDefinition name="tGrade"><typeRef>string</typeRef>
<allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
<itemDefinition name="tTop"><typeRef>tGrade</typeRef><allowedValues><text>"A"</text></allowedValues></itemDefinition>
<itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>
<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef>
<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
<itemDefinition name="tPerson"><itemComponent name="first name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="grade"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tTree"><itemComponent name="children" isCollection="true"><typeRef>tTree</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="tEmpty"><typeRef>string</typeRef><allowedValues/></itemDefinition>
<itemDefinition name="tFunction"><functionItem/></itemDefinition>
<itemDefinition name="t two words"><typeRef>number</typeRef></itemDefinition>
"""


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("tGrade", "A", "A"),
        ("tGrade", "C", None),
        ("tTop", "A", "A"),
        ("tTop", "B", None),
        ("tGrades", ["A", "B"], ["A", "B"]),
        ("tGrades", "A", ["A"]),
        ("tGrades", ["A", "C"], None),
        ("tFew", [1, 2], [1, 2]),
        ("tFew", [1, 2, 3], None),
        ("tPerson", {"first name": "X", "grade": "A"}, {"first name": "X", "grade": "A"}),
        ("tPerson", {"first name": "X", "grade": None}, {"first name": "X", "grade": None}),
        ("tPerson", {"first name": "X"}, None),
        ("tPerson", {"first name": "X", "grade": "C"}, None),
        ("tTree", {"children": [{"children": []}]}, {"children": [{"children": []}]}),
        ("tTree", {"children": [5]}, None),
        ("tEmpty", "x", "x"),
        ("tFunction", "x", None),
        ("t two words", 5, 5),
        ("Any", 5, 5),
    ],
)
def test_inputs_must_be_of_their_item_definitions_type(kind: str, given: object, expected: object) -> None:
    xml = definitions(TYPES, input_data("x", kind), decision("d", text("x"), "i_x"))
    assert decide(xml, x=given) == expected


def test_item_definitions_are_types_of_expressions_too() -> None:
    xml = definitions(
        TYPES,
        decision("d", text('["A" instance of tGrade, 5 instance of t two words, {children: []} instance of tTree]')),
    )
    assert decide(xml) == [True, True, True]


def test_allowed_values_that_are_no_feel_refuse_the_model() -> None:
    values = "<allowedValues><text>&lt;</text></allowedValues>"
    item = f'<itemDefinition name="t"><typeRef>number</typeRef>{values}</itemDefinition>'
    with pytest.raises(dmn.DecisionRefused, match="allowed values"):
        dmn.parse(definitions(item))


def imported(extra: str = "") -> tuple[bytes, bytes]:
    library = definitions(
        '<itemDefinition name="tMoney"><typeRef>number</typeRef></itemDefinition>',
        input_data("fee"),
        knowledge("twice", {"x": "tMoney"}, text("x * 2")),
        decision("base", text("fee + 1"), "i_fee"),
        extra,
        namespace="library",
    )
    main = definitions(
        f'<import name="lib" namespace="library" importType="{NAMESPACE}"/>',
        '<import name="pmml" namespace="elsewhere" importType="http://www.dmg.org/PMML-4_1"/>',
        input_data("x", "lib.tMoney"),
        decision(
            "d", text("[lib.twice(x), lib.base, lib.fee]"), "i_x", "library#k_twice", "library#base", "library#i_fee"
        ),
        decision("own", text("x"), "here#i_x"),
    )
    return main, library


def test_an_imported_model_stands_under_its_name() -> None:
    main, library = imported()
    files = {"library": library}
    assert decide(main, "d", files, x=3, fee=10) == [6, 11, 10]
    assert decide(main, "d", files, x=3, lib={"fee": 20}) == [6, 21, 20]
    assert decide(main, "d", files, x=3, lib={}, **{"lib.fee": 30}) == [6, 31, 30]
    assert decide(main, "own", files, x=3) == 3
    assert dmn.parse(main, imports=files).decisions["d"].inputs == ("x", "lib.k_twice", "lib.base", "lib.i_fee")


def test_a_problem_of_an_imported_model_refuses_what_needs_it_only() -> None:
    main, library = imported(decision("broken", text("(")))
    model = dmn.parse(main, imports={"library": library})
    assert dmn.evaluate(model, "own", {"x": 3}, ENVIRONMENT).value == 3
    assert not model.sound


def test_an_input_of_a_model_imported_by_an_imported_one_is_found_under_that_import() -> None:
    deep = definitions(input_data("fee"), decision("base", text("fee"), "i_fee"), namespace="deep")
    middle = definitions(
        f'<import name="inner" namespace="deep" importType="{NAMESPACE}"/>',
        decision("m", text("inner.base"), "deep#base"),
        namespace="middle",
    )
    main = definitions(
        f'<import name="outer" namespace="middle" importType="{NAMESPACE}"/>',
        decision("d", text("outer.m"), "middle#m"),
    )
    assert decide(main, "d", {"deep": deep, "middle": middle}, inner={"fee": 5}) == 5


def test_a_missing_import_refuses_the_model() -> None:
    with pytest.raises(dmn.DecisionRefused, match="is not here"):
        dmn.parse(imported()[0])


def test_imports_that_multiply_are_refused_before_they_take_long() -> None:
    files = {
        f"level{level}": definitions(
            *(f'<import name="{way}" namespace="level{level + 1}" importType="{NAMESPACE}"/>' for way in "ab"),
            namespace=f"level{level}",
        )
        for level in range(15)
    }
    files["level15"] = definitions(namespace="level15")
    with pytest.raises(dmn.DecisionRefused, match="more than 200 models are imported"):
        dmn.parse(files["level0"], imports=files)


def test_models_are_found_by_namespace_and_what_cannot_be_read_is_passed_over() -> None:
    main, library = imported()
    assert dmn.by_namespace([main, b"<", library]) == {"here": main, "library": library}
    assert dmn.imported(main) == ["library"]
    assert dmn.imported(b"<") == []


def test_models_that_import_each_other_are_read_once() -> None:
    one = definitions(
        f'<import name="other" namespace="two" importType="{NAMESPACE}"/>',
        decision("d", text("other.e"), "two#e"),
        namespace="one",
    )
    two = definitions(
        f'<import name="back" namespace="one" importType="{NAMESPACE}"/>',
        decision("e", text("5")),
        decision("f", text("1"), "one#d"),
        namespace="two",
    )
    assert decide(one, "d", {"two": two, "one": one}) == 5


def test_requirements_that_lead_nowhere_are_refused() -> None:
    far = decision("e", text("1"), "i_a", "far#away")
    files = {"lib": definitions(namespace="lib")}
    here = f'<import name="lib" namespace="lib" importType="{NAMESPACE}"/>'
    xml = definitions(here, input_data("a"), decision("d", text("1"), "nothing"), far)
    model = dmn.parse(xml, imports=files)
    with pytest.raises(dmn.DecisionRefused, match="far is not imported"):
        dmn.evaluate(model, "e", {}, ENVIRONMENT)
    with pytest.raises(dmn.DecisionRefused, match="not in the model"):
        dmn.evaluate_leniently(model, "d", {}, ENVIRONMENT)
    with pytest.raises(dmn.DecisionRefused, match="not imported"):
        dmn.evaluate_leniently(model, "e", {}, ENVIRONMENT)


def test_a_decision_that_requires_itself_is_refused() -> None:
    model = dmn.parse(definitions(decision("d", text("e"), "e"), decision("e", text("d"), "d")))
    with pytest.raises(dmn.DecisionRefused, match="requires itself"):
        dmn.evaluate(model, "d", {}, ENVIRONMENT)


def test_a_problem_far_away_does_not_refuse_and_one_on_the_way_does() -> None:
    xml = definitions(
        input_data("a"),
        knowledge("f", {}, text("(")),
        decision("bad", text("("), "i_a"),
        decision("e", text("1"), "bad", "bad"),
        decision("d", text("1"), "e", "bad"),
        decision("good", text("7"), "i_a", "fine", "fine2"),
        decision("fine", text("7"), "fine2"),
        decision("fine2", text("7"), "i_a"),
        service("s", "d"),
    )
    model = dmn.parse(xml)
    assert dmn.evaluate(model, "good", {}, ENVIRONMENT).value == 7
    for wanted in ("d", "s", "f"):
        with pytest.raises(dmn.DecisionRefused):
            dmn.evaluate(model, wanted, {}, ENVIRONMENT)


def test_an_unknown_decision_is_refused() -> None:
    with pytest.raises(dmn.DecisionRefused, match="no such decision"):
        dmn.evaluate(dmn.parse(definitions()), "d", {}, ENVIRONMENT)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<a", "not XML"),
        (b"<a/>", "not a decision model"),
        (b'<definitions xmlns="http://example.org/dmn"/>', "not a decision model"),
        (b'<!DOCTYPE d [<!ENTITY e "x">]>' + definitions(), "DOCTYPE"),
        (b" " * 2_000_001, "larger than"),
        (definitions("<x/>" * 50_001), "more than 50000 elements"),
        (definitions(decision("d", ""), decision("d", "")), "same id"),
    ],
)
def test_a_file_that_is_no_model_is_refused(xml: bytes, reason: str) -> None:
    with pytest.raises(dmn.DecisionRefused, match=reason):
        dmn.parse(xml)


@pytest.mark.parametrize(
    "version",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_all_versions_from_1_1_to_1_5_are_read(version: str) -> None:
    parts = '<inputData id="i_x" name="x"><variable name="x" typeRef="feel:number"/></inputData>'
    xml = definitions(parts, decision("d", text("x"), "i_x"), version=version)
    assert decide(xml.replace(b"<definitions ", b'<definitions xmlns:feel="urn:feel" '), x=5) == 5


def test_a_recursion_through_knowledge_ends_in_a_refusal() -> None:
    xml = definitions(knowledge("f", {"x": ""}, text("f(x)")), decision("d", text("f(1)"), "k_f"))
    with pytest.raises(feel.FeelLimitExceeded):
        decide(xml)
    deep = feel.Limits(depth=10**6, steps=10**9, seconds=5)
    environment = feel.Environment(now=ENVIRONMENT.now, limits=deep)
    with pytest.raises(feel.FeelLimitExceeded, match="nested too deeply"):
        dmn.evaluate(dmn.parse(xml), "d", {}, environment)


def test_requirements_are_written_as_the_builder_writes_them() -> None:
    assert needs("i_a") == '<informationRequirement><requiredInput href="#i_a"/></informationRequirement>'
