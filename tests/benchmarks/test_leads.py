"""A short run of the simulation of leads: fixed seeds, bounds that chance cannot pass."""

from __future__ import annotations

import pytest

from toolkit.benchmarks.leads import rates


@pytest.mark.long
def test_a_clear_lead_is_rarely_false_and_found_more_often_than_by_overlap() -> None:
    table = rates(40, sizes=(50,))
    false, true = table[table["equal"]], table[~table["equal"]]
    assert false["difference"].mean() <= 0.08
    assert (true["difference"] >= true["overlap"]).all()
    assert true["difference"].mean() > true["overlap"].mean() + 0.05
