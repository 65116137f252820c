"""Addresses as rows for the ledger: one a page, those that are none with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.collect.address import Address, InvalidAddress, canonical_address, without_secrets


def entry(found: Address, **values: object) -> dict[str, object]:
    """An address as a row for the ledger."""
    return {"key": found.key, "url": found.url, "host": found.host, **values}


def entries(given: Iterable[str], **values: object) -> list[dict[str, object]]:
    """Addresses as rows for the ledger; what is none as a row that says why."""
    return [_entry(text, values) for text in given]


def _entry(text: str, values: dict[str, object]) -> dict[str, object]:
    try:
        return entry(canonical_address(text), **values)
    except InvalidAddress as error:
        shown = without_secrets(text.strip())[:300]
        bad = {"key": shown, "url": shown, "host": "", "state": "refused", "reason": str(error)}
        return {**values, **bad}
