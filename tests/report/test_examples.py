"""The examples in the docstrings of these rooms do what they say."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import toolkit.chart
import toolkit.measure
import toolkit.report

ROOMS = (toolkit.chart, toolkit.measure, toolkit.report)
MODULES = [
    f"{room.__name__}.{module.name}"
    for room in ROOMS
    for module in pkgutil.iter_modules(room.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
