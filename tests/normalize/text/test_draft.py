"""A full disk is not a file's fault."""

from __future__ import annotations

import errno

import pytest

from toolkit.normalize.text.draft import why_not


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_is_no_reason_to_drop_a_file(number: int) -> None:
    with pytest.raises(OSError, match="no room"):
        why_not(OSError(number, "no room"), "txt")


def test_a_file_that_is_gone_is_dropped() -> None:
    assert why_not(OSError(errno.ENOENT, "gone"), "txt") == "cannot be opened: gone"
