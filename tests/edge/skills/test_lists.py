"""Lists: several items at once, follow-ups, and nothing is cleared without a yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.messages import Deed, Drop, Expect, Keep, Kind, Slot
from tests.edge.skills.asking import ask, claim_on, meant
from tests.edge.skills.keeping import before, kept, listed


def put(*items: str, name: str = "shopping") -> tuple[Keep, ...]:
    return tuple(Keep(Kind.ITEM, item, name) for item in items)


def drop(number: int, item: str, name: str = "shopping") -> Drop:
    return Drop(Kind.ITEM, number, item, name)


@pytest.mark.parametrize(
    ("sentence", "items", "name"),
    [
        ("Put {item:milk and eggs} on the {list:shopping} list.", ("milk", "eggs"), "shopping"),
        (
            "add {item:milk}, {item:eggs} and {item:bread} to my {list:packing list}",
            ("milk", "eggs", "bread"),
            "packing",
        ),
        ("we're out of {item:the Butter}", ("Butter",), "shopping"),
        ("add {item:fish and chips} to the list", ("fish and chips",), "shopping"),
        ("add {item:a dozen eggs}", ("a dozen eggs",), "shopping"),
        ("{item:milk} {item:milk}", ("milk",), "shopping"),
    ],
)
def test_items_are_put_on_the_list_that_is_meant(sentence, items, name):
    assert ask(meant("list_add", sentence)).acts == put(*items, name=name)


def test_what_is_there_already_is_not_put_there_twice():
    reply = ask(meant("list_add", "add {item:egg and tea}"), facts=kept(*listed("eggs")))
    assert reply.acts == put("tea")
    assert reply.undone == put("egg"), "machines are told what was wanted"
    assert reply.text == "I put tea on the shopping list. Egg was on the shopping list already."


def test_of_several_it_is_said_that_they_were_there():
    reply = ask(meant("list_add", "add {item:milk and tea}"), facts=kept(*listed("milk", "tea")))
    assert (reply.text, reply.acts) == ("Milk and tea were on the shopping list already.", ())


def test_what_to_add_is_asked_for():
    assert ask(meant("list_add", "put something on the list")).expects is Expect.ITEM


def test_a_follow_up_goes_to_the_list_of_the_turn_before():
    past = before("list_add", "add {item:socks} to the {list:packing} list", *put("socks", name="packing"))
    assert ask(meant("list_add", "and {item:a towel}", past)).acts == put("a towel", name="packing")
    assert ask(meant("list_add", "same for the {list:gift} list", past)).acts == put("socks", name="gift")


@pytest.mark.parametrize("sentence", ["take it off again", "take {item:that} off again", "no wait remove it"])
def test_that_is_what_was_just_put_there(sentence):
    past = before("list_add", "add {item:milk and tea}", *put("milk", "tea"))
    reply = ask(meant("list_remove", sentence, past), facts=kept(*listed("bread", "milk", "tea")))
    assert reply.acts == (drop(1, "milk"), drop(2, "tea"))


@pytest.mark.parametrize(
    ("sentence", "acts", "text"),
    [
        ("cross off {item:the egg}", (drop(1, "a dozen eggs"),), "I took a dozen eggs off the shopping list."),
        ("take {item:tea} off", (), "Tea is not on the shopping list."),
        ("i've got the {item:milk and tea}", (drop(0, "milk"),), "I took milk off the shopping list. Tea is not"),
    ],
)
def test_items_are_taken_off(sentence, acts, text):
    reply = ask(meant("list_remove", sentence), facts=kept(*listed("milk", "a dozen eggs")))
    assert reply.acts == acts
    assert [act.text for act in reply.undone] == ([] if "egg" in sentence else ["tea"])
    assert reply.text.startswith(text)


def test_an_item_is_found_on_the_only_list_that_has_it():
    reply = ask(meant("list_remove", "cross off {item:socks}"), facts=kept(*listed("socks", name="packing")))
    assert reply.acts == (drop(0, "socks", "packing"),)


def test_a_named_list_is_the_one_that_is_meant():
    facts = kept(*listed("socks", name="packing"))
    assert ask(meant("list_remove", "take {item:socks} off the {list:gift} list"), facts=facts).acts == ()


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("what's on my list", "On the shopping list: milk and a dozen eggs."),
        ("is {item:milk} on the list", "Yes, milk is on the shopping list."),
        ("are {item:eggs} on the list", "Yes, eggs is on the shopping list."),
        ("is {item:tea} on it", "No, tea is not on the shopping list."),
        ("how many things are on the list", "There are two things on the shopping list."),
        ("what was the last thing on the list", "The last on the shopping list is a dozen eggs."),
        ("which lists have i got", "You have a list: shopping."),
        ("what's on the {list:gift} list", "There is nothing on the gift list."),
    ],
)
def test_lists_are_read(sentence, text):
    assert ask(meant("list_read", sentence), facts=kept(*listed("milk", "a dozen eggs"))).text == text


def test_one_thing_is_one_thing():
    told = ask(meant("list_read", "how many things are on the list"), facts=kept(*listed("milk")))
    assert (told.text, told.figure) == ("There is one thing on the shopping list.", "1")


# ------------------------------------------------------------------------------------------------------- clearing

CLEAR = "clear the {list:packing} list"
PACKING = listed("socks", "a towel", name="packing")


def asked_back():
    return before("list_remove", CLEAR, expects=Expect.YES_OR_NO)


def answered(words: str):
    past = asked_back()
    return meant("list_remove", f"{{yes:{words}}}", past, borrowed=past.slots)


@pytest.mark.parametrize("sentence", [CLEAR, "empty the {list:packing} list", "wipe the whole {list:packing} list"])
def test_clearing_asks_back(sentence):
    reply = ask(meant("list_remove", sentence), facts=kept(*PACKING))
    assert (reply.text, reply.acts) == ("Shall I clear the packing list, two things? Say yes or no.", ())
    assert reply.expects is Expect.YES_OR_NO


def test_yes_clears_that_list_and_no_other():
    reply = ask(answered("yes please"), facts=kept(*listed("milk"), *PACKING))
    assert reply.acts == (drop(0, "socks", "packing"), drop(1, "a towel", "packing"))


def test_no_leaves_it_and_anything_else_is_no_answer():
    assert ask(answered("no"), facts=kept(*PACKING)).acts == ()
    assert claim_on(answered("add some bread")) is None


def test_a_slot_that_only_points_is_no_item():
    assert claim_on(meant("list_remove", "take {item:them} off")).wants.items == ()


def test_borrowed_words_name_the_list():
    meaning = meant("list_read", "what's on it now", borrowed=(Slot("list", "gift"),))
    assert ask(meaning, facts=kept(*listed("a scarf", name="gift"))).text == "On the gift list: a scarf."


ADDED = before("list_add", "put {item:milk} on the {list:shopping} list", Keep(Kind.ITEM, "milk", "shopping"))
READ_ = before("list_read", "read me the {list:shopping} list")


@pytest.mark.parametrize(
    ("task", "sentence", "answer"),
    [
        ("read", "read it back", "On the shopping list: milk and eggs."),
        ("what", "whats on it now", "On the shopping list: milk and eggs."),
        ("count", "how many things is that", "There are two things on the shopping list."),
        ("other", "oh and washing up liquid", "I put washing up liquid on the shopping list."),
        ("list_remove", "and two packs of tea", "I put two packs of tea on the shopping list."),
        ("cancel", "take that off again", "I took milk off the shopping list."),
        ("list_remove", "scratch that", "I took milk off the shopping list."),
        ("count", "how many are on it", "There are two things on the shopping list."),
        ("count", "ive got the eggs", "I took eggs off the shopping list."),
    ],
)
def test_what_goes_on_from_a_turn_about_a_list_is_about_it(task, sentence, answer):
    assert ask(meant(task, sentence, ADDED), facts=kept(*listed("milk", "eggs"))).text == answer


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ("what", "what is this"),
        ("read", "read that sign"),
        ("count", "and how many cups are there"),
        ("timer_set", "and a timer for {duration:ten minutes}"),
        ("where", "where is the cat"),
    ],
)
def test_what_is_about_something_else_is_not_taken_for_the_list(task, sentence):
    assert claim_on(meant(task, sentence, ADDED)).skill != "lists"


def test_only_the_turn_before_counts():
    past = before("time", "what time is it")
    assert claim_on(meant("read", "read it back", ADDED, past)).skill == "read"


def test_more_items_after_a_list_was_read_are_put_on_it_and_after_some_were_taken_off_are_taken_off():
    facts = kept(*listed("milk", "eggs"))
    assert "I put tea on" in ask(meant("other", "and tea", READ_), facts=facts).text
    past = before("list_remove", "take {item:milk} off the list")
    assert "I took eggs off" in ask(meant("other", "and eggs", past), facts=facts).text


def test_a_list_may_have_a_name_of_two_words_and_keeps_it_in_what_follows():
    facts = kept(*listed("twine", name="garden centre"))
    read = meant("list_read", "read me the {list:garden} {item:centre} list")
    assert ask(read, facts=facts).text == "On the garden centre list: twine."
    past = before("list_read", "read me the {list:garden} centre list")
    assert "on the garden centre list" in ask(meant("other", "and pots", past), facts=facts).text


def test_a_new_list_asks_what_to_put_on_it():
    assert ask(meant("list_add", "start a {list:wish} list", ADDED)).expects is Expect.ITEM


def test_what_was_taken_off_says_which_list_is_spoken_of():
    drop_ = Deed(Drop(Kind.ITEM, 1, "socks", "packing"), True)
    past = replace(before("list_remove", "i've got the {item:socks}"), deeds=(drop_,))
    assert ask(meant("what", "what's left", past)).text == "There is nothing on the packing list."


@pytest.mark.parametrize(
    ("task", "sentence", "acts"),
    [
        ("other", "add {item:aunt rosa} to the {list:guest} list", put("aunt rosa", name="guest")),
        ("other", "on the shopping list", None),
        ("note_add", "note down {text:razors} on my travel list", put("razors", name="travel")),
        ("note_add", "note that {text:the guest list is done}", None),
        ("other", "add {item:a minute} to the talk", None),
        ("reminder_set", "don't let me forget {item:six beers} at the store", put("six beers")),
        ("reminder_set", "don't let me forget the dentist", None),
    ],
)
def test_an_order_about_a_list_is_one_whatever_it_is_taken_for(task, sentence, acts):
    claim = claim_on(meant(task, sentence))
    if acts is None:
        assert claim is None or claim.skill != "lists"
    else:
        assert ask(meant(task, sentence)).acts == acts


def test_what_was_said_of_something_else_is_put_on_no_list():
    past = before("other", "oh hello john")
    assert ask(meant("list_add", "add it", past)).expects is Expect.ITEM


def test_what_is_read_back_after_a_list_is_the_list():
    past = before("list_add", "and {item:eggs}", *put("eggs"))
    assert (
        ask(meant("note_read", "read it back", past), facts=kept(*listed("eggs"))).text == "On the shopping list: eggs."
    )
    assert claim_on(meant("note_read", "read my notes", past)).skill == "notes"
