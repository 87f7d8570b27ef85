"""The mark on a paper: checkable, without personal data."""

from tongban.documents.verification import verification
from tongban.standards.check_code import new_code


def test_the_mark_leads_to_the_page_and_can_be_typed() -> None:
    mark = verification("K7QM2XRA9PHC", origin="http://tongban.example")
    assert mark.url == "http://tongban.example/v/K7QM2XRA9PHC"
    assert mark.code == "K7QM-2XRA-9PHC"
    assert mark.qr.startswith(b"<svg")


def test_another_code_is_another_picture() -> None:
    one, other = (verification(new_code(), origin="http://tongban.example") for _ in range(2))
    assert one.qr != other.qr
