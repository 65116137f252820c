"""Published schemes: every source has one category in each, and only where it is a source."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit.frames import CHANNELS, SOURCE_FORMS, SOURCE_ROLES
from toolkit.lexicons import lexicon
from toolkit.measure import schemes, typology

QUOTES = pd.DataFrame(
    [
        (form, role, anonymous, channel)
        for form in SOURCE_FORMS
        for role in SOURCE_ROLES
        for anonymous in (True, False)
        for channel in (None, "interview", "statement")
    ],
    columns=["source_form", "source_role", "anonymous", "channel"],
)


@pytest.mark.parametrize("scheme", sorted(schemes()))
def test_every_source_has_a_category(scheme: str) -> None:
    found = typology(QUOTES, scheme)
    assert found.notna().all()
    assert found.nunique() > 1


def test_rules_use_values_of_the_frames() -> None:
    rows = lexicon("typologies")
    assert set(rows["source_form"]) <= {"", *SOURCE_FORMS}
    assert set(rows["source_role"]) <= {"", *SOURCE_ROLES}
    assert set(rows["channel"]) <= {"", *CHANNELS}
    assert set(lexicon("channels")["channel"]) <= set(CHANNELS)


def test_no_source_no_category() -> None:
    nobody = QUOTES.head(1).assign(source_form=None)
    assert typology(nobody, "elite").isna().all()


def test_the_first_rule_decides() -> None:
    one = pd.DataFrame([("document", "media", False, None)], columns=list(QUOTES))
    assert typology(one, "audit").tolist() == ["document"]
    assert typology(one.assign(anonymous=True), "audit").tolist() == ["anonymous source"]


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="comparative"):
        typology(QUOTES, "none")
