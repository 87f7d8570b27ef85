"""The mark on a paper: checkable, keyed, without personal data."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tongban.documents.verification import check_code, is_genuine, verification

KEY = bytes(range(32))
PAPER = UUID("01957a11-0000-7000-8000-000000000001")


def test_the_code_is_short_and_the_address_opaque() -> None:
    mark = verification(PAPER, key=KEY, base_url="http://tongban.example/papers")
    assert len(mark.code) == 9
    assert mark.code[4] == "-"
    assert mark.url == f"http://tongban.example/papers/{PAPER.hex}?c={mark.code.replace('-', '')}"
    assert mark.qr.startswith(b"<svg")


def test_the_code_may_be_typed_carelessly() -> None:
    code = check_code(PAPER, key=KEY)
    assert is_genuine(PAPER, code=code, key=KEY)
    assert is_genuine(PAPER, code=f" {code.replace('-', ' ').lower()}", key=KEY)
    assert not is_genuine(PAPER, code="", key=KEY)
    assert not is_genuine(PAPER, code=code, key=bytes(32))


@given(st.uuids(), st.uuids())
def test_a_code_belongs_to_one_paper(one: UUID, other: UUID) -> None:
    code = check_code(one, key=KEY)
    assert is_genuine(other, code=code, key=KEY) is (one == other)
