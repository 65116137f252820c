"""Bylines and credits: people, agencies, and what is neither."""

from __future__ import annotations

import pytest

from toolkit.normalize.fields.bylines import authors, credited_agency

AGENCIES = {"HPA": "Halvern Press Agency"}
BYLINES = [
    ([], []),
    ([""], []),
    (["By Ada Brook"], ["Ada Brook"]),
    (["BY ADA BROOK"], ["Ada Brook"]),
    (["by Ada Brook"], ["Ada Brook"]),
    (["Ada Brook"], ["Ada Brook"]),
    (["Author: Ada Brook"], ["Ada Brook"]),
    (["Words by Ada Brook"], ["Ada Brook"]),
    (["Written by Ada Brook"], ["Ada Brook"]),
    (["By Ada Brook and Tom Reed"], ["Ada Brook", "Tom Reed"]),
    (["By Ada Brook, Tom Reed and Ines Holt"], ["Ada Brook", "Tom Reed", "Ines Holt"]),
    (["By Ada Brook & Tom Reed"], ["Ada Brook", "Tom Reed"]),
    (["By Ada Brook with Tom Reed"], ["Ada Brook", "Tom Reed"]),
    (["By Ada Brook; Tom Reed"], ["Ada Brook", "Tom Reed"]),
    (["By Ada Brook in Skarrow"], ["Ada Brook"]),
    (["By Ada Brook, Staff Writer"], ["Ada Brook"]),
    (["By Ada Brook, political editor"], ["Ada Brook"]),
    (["By Ada Brook | The Courier | 4 min read"], ["Ada Brook"]),
    (["Ada Brook", "Tom Reed"], ["Ada Brook", "Tom Reed"]),
    (["Ada Brook", "Ada Brook"], ["Ada Brook"]),
    (["By Anna-Maria van der Berg"], ["Anna-Maria van der Berg"]),
    (["By Seán Ó Briain"], ["Seán Ó Briain"]),
    (["By J. K. Holt"], ["J. K. Holt"]),
    (["By Our Newsroom"], []),
    (["By Courier Staff"], []),
    (["By AFP"], []),
    (["By Ada Brook, AFP"], ["Ada Brook"]),
    (["By Reuters and Ada Brook"], ["Ada Brook"]),
    (["Associated Press"], []),
    (["By HPA"], []),
    (["https://www.example.com/ada-brook"], []),
    (["@adabrook"], []),
    (["ada@example.com"], []),
    (["By Madonna"], ["Madonna"]),
    (["By Ada Brook, BBC"], ["Ada Brook"]),
    (["By HPA staff"], []),
    (["Admin"], []),
    (["NEWS"], []),
    (["Alice Read"], ["Alice Read"]),
    (["Ines Press and Otto Chief"], ["Ines Press", "Otto Chief"]),
    (["Detroit Free Press"], []),
    (["Web Desk"], []),
    (["4 min read"], []),
    (["April Rook"], ["April Rook"]),
    (["By Nur binti Salleh"], ["Nur binti Salleh"]),
    (["Inés de los Santos Vidal-Prat"], ["Inés de los Santos Vidal-Prat"]),
    (["Jean-Marc d'Aurel in Lyon"], ["Jean-Marc d'Aurel"]),
    (["Ife Agency-Cole, PhD"], ["Ife Agency-Cole"]),
    (["By Ada Brook (Halvern)"], ["Ada Brook"]),
    (["Written by | Ada Brook | Reviewed by | Tom Reed, MD"], ["Ada Brook"]),
    (["Words by Ada Brook; Photographs by Leo Park"], ["Ada Brook"]),
    (["Published 7 August 2023 | by Ada Brook"], ["Ada Brook"]),
    (["Posted by: Ada Brook - Halvern Daily"], ["Ada Brook"]),
    (["By Ada Brook, published 4 March 2025"], ["Ada Brook"]),
]


@pytest.mark.parametrize(("byline", "expected"), BYLINES)
def test_the_people_of_a_byline(byline: list[str], expected: list[str]) -> None:
    assert authors(byline, AGENCIES) == expected


CREDITS = [
    (["By AFP"], [], "", "AFP"),
    (["By Agence France-Presse"], [], "", "AFP"),
    (["Agence France Presse"], [], "", "AFP"),
    (["By Ada Brook, Associated Press"], [], "", "AP"),
    (["The Associated Press"], [], "", "AP"),
    (["By Reuters Staff"], [], "KYIV (Reuters) - Talks began.", "Reuters"),
    ([], [], "KYIV, March 4 (Reuters) - Talks began.", "Reuters"),
    ([], [], "KYIV (AP) — Talks began.", "AP"),
    ([], [], "SKARROW, HPA – The ferry ran.", "Halvern Press Agency"),
    (["By HPA"], [], "", "Halvern Press Agency"),
    ([], ["With reporting by Reuters"], "", "Reuters"),
    ([], ["(AFP)"], "", "AFP"),
    ([], ["© 2025 The Associated Press"], "", "AP"),
    (["By Ada Brook"], [], "The ferry ran.", None),
    ([], [], "Reuters said on Tuesday that it would close its office.", None),
    ([], [], "The agency (AP is its name here) ran. He told (Reuters) all.", None),
    ([], [], "", None),
    (["By Apple"], ["Photo: Mapa"], "", None),
]


@pytest.mark.parametrize(("byline", "credit", "text", "expected"), CREDITS)
def test_the_agency_that_is_credited(
    byline: list[str], credit: list[str], text: str, expected: str | None
) -> None:
    assert credited_agency(byline, credit, text, AGENCIES) == expected
