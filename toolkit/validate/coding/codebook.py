"""The codebook: the variables to code, with their values and explanations.

`toolkit/lexicons/codebook.csv` explains each variable and each value; the values are those of the
frames. The coding page, the sheets and CODEBOOK.md are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from toolkit.lexicons import lexicon

SPANS = ("content", "cue", "source", "reason")
RULES = (
    "A quote is one source, one cue, and the content that it governs: direct, indirect or mixed.",
    "Speech and writing that is reported, what documents say or show, and beliefs that are "
    "expressly ascribed count.",
    "Scare quotes, nicknames and titles of works do not; nor does what the reporter narrates, nor "
    '"declined to comment".',
    "A quote inside another quote is a quote of its own.",
)


@dataclass(frozen=True)
class Value:
    """A value that coders can choose."""

    value: str
    label: str
    explanation: str


@dataclass(frozen=True)
class Variable:
    """A variable to code for each quote: a passage, a name, or one of several values."""

    name: str
    label: str
    explanation: str
    values: tuple[Value, ...]


@cache
def codebook() -> tuple[Variable, ...]:
    """All variables, in coding order.

    Example:
        >>> [v.value for v in codebook()[4].values]
        ['communication', 'belief', 'finding', 'intention']
    """
    variables = []
    for name, rows in lexicon("codebook").groupby("variable", sort=False):
        fields = rows.drop(columns=["variable", "cite"]).to_dict("records")
        values = tuple(Value(**{str(k): str(v) for k, v in f.items()}) for f in fields)
        first = values[0]
        if first.value:
            label = str(name).replace("_", " ").capitalize()
            variables.append(Variable(str(name), label, "", values))
        else:
            variables.append(Variable(str(name), first.label, first.explanation, ()))
    return tuple(variables)


def choices() -> dict[str, tuple[str, ...]]:
    """The values of each variable that has a fixed set of them.

    Example:
        >>> choices()["anonymous"]
        ('true', 'false')
    """
    return {v.name: tuple(one.value for one in v.values) for v in codebook() if v.values}


def codebook_markdown() -> str:
    """The codebook as Markdown: rules, variables and values.

    Example:
        >>> codebook_markdown().splitlines()[0]
        '# Codebook'
    """
    parts = ["# Codebook", "", "## What counts", *(f"- {rule}" for rule in RULES)]
    for variable in codebook():
        parts += ["", f"## {variable.label} (`{variable.name}`)", variable.explanation]
        parts += [f"- `{one.value}` {one.label}: {one.explanation}" for one in variable.values]
    return "\n".join(parts).replace("\n\n\n", "\n\n") + "\n"
