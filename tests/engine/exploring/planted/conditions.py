"""Steps that no answer leads to."""

from tests.engine.building import flows, script, user
from tests.engine.exploring.planted.making import AB, form, planted, xor

CHOICE = form("a", {
    "type": "radio", "key": "answer", "id": "f1", "label": "answer", "validate": {"required": True},
    "values": [{"value": "yes", "label": "yes"}, {"value": "no", "label": "no"}],
})  # fmt: skip

CONDITIONS = [
    planted(
        "a step behind a condition that is never true", "b",
        (*AB, xor("x", "f_x_a"), flows("s -> x -> a -> e", "x -> b: =false", "b -> e")),
        (*AB, xor("x", "f_x_a"), flows("s -> x -> a -> e", "x -> b: =big", "b -> e")),
    ),
    planted(
        "a step behind two questions that contradict each other", "b",
        (*AB, xor("x", "f_x_e"), xor("y", "f_y_a"), flows("s -> x", 'x -> y: =kind = "p"', "x -> e", "y -> a -> e",
         'y -> b: =kind = "q"', "b -> e")),
        (*AB, xor("x", "f_x_e"), xor("y", "f_y_a"), flows("s -> x", 'x -> y: =kind != "p"', "x -> e", "y -> a -> e",
         'y -> b: =kind = "q"', "b -> e")),
    ),
    planted(
        "a step for numbers that are too small and too large at once", "b",
        (*AB, xor("x", "f_x_e"), xor("y", "f_y_a"), flows("s -> x", "x -> y: =hours > 40", "x -> e", "y -> a -> e",
         "y -> b: =hours < 15", "b -> e")),
        (*AB, xor("x", "f_x_e"), xor("y", "f_y_a"), flows("s -> x", "x -> y: =hours > 15", "x -> e", "y -> a -> e",
         "y -> b: =hours < 40", "b -> e")),
    ),
    planted(
        "an answer that the form does not offer", "b",
        (*AB, xor("x", "f_x_e"), flows("s -> a -> x -> e", 'x -> b: =answer = "maybe"', "b -> e")),
        (*AB, xor("x", "f_x_e"), flows("s -> a -> x -> e", 'x -> b: =answer = "no"', "b -> e")),
        files=CHOICE,
    ),
    planted(
        "a second branch under the same condition", "b",
        (*AB, xor("x", "f_x_e"), flows("s -> x", "x -> a: =big", "x -> b: =big", "x -> e", "a -> e", "b -> e")),
        (*AB, xor("x", "f_x_e"), flows("s -> x", "x -> a: =big", "x -> b: =urgent", "x -> e", "a -> e", "b -> e")),
    ),
    planted(
        "a default that every answer leaves unused", "b",
        (*AB, xor("x", "f_x_b"), user("c"), flows("s -> a -> x -> b -> e", 'x -> c: =answer = "yes"',
         'x -> e: =answer = "no"', "c -> e")),
        (*AB, xor("x", "f_x_b"), user("c"), flows("s -> a -> x -> b -> e", 'x -> c: =answer = "yes"', "c -> e")),
        files=CHOICE,
    ),
    planted(
        "a step behind an answer that a script has already given", "b",
        (*AB, script("set", '="paper"', "way"), xor("x", "f_x_a"),
         flows("s -> set -> x -> a -> e", 'x -> b: =way = "mail"', "b -> e")),
        (*AB, script("set", '=if big then "mail" else "paper"', "way"), xor("x", "f_x_a"),
         flows("s -> set -> x -> a -> e", 'x -> b: =way = "mail"', "b -> e")),
    ),
]  # fmt: skip
