"""Whether a server looks at pictures is found out once, and told from what it says."""

import pytest

from edge.reach.sight import Sees, judge


@pytest.mark.parametrize(
    ("answer", "sees"),
    [("Red, blue.", Sees.YES), ("left: red\nright: blue", Sees.YES), ("blue red", Sees.NO),
     ("green and yellow", Sees.NO),
     ("red", Sees.NO), ("I cannot see images.", Sees.NO), ("I don't have the ability to view pictures", Sees.NO),
     ("hello", Sees.UNCLEAR), ("", Sees.UNCLEAR)],
)  # fmt: skip
def test_two_colours_in_order_are_no_accident(answer, sees):
    assert judge(answer, "red", "blue") is sees
