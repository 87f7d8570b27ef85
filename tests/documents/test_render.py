"""Every form prints: all that it holds can be read back from the PDF, character by character."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from threading import Thread

import pypdf
import pytest
from tests.documents import specimens

from tongban.documents.encode import day, encode, minute
from tongban.documents.forms.sheet import Form, Office, money_text, validity_text
from tongban.documents.render import preview, render

FORMS = specimens.every_form()


def text_of(content: bytes) -> str:
    """The text of all pages without any space: line breaks fall where the layout wants them."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def words_of(value: object, *, name: str = "") -> list[str]:
    """All text that a form holds, as it should be read back."""
    match value:
        case str():
            return [value] if name not in {"url", "platform_qr"} else []
        case datetime():
            return [minute(value)]
        case date():
            return [day(value)]
        case tuple():
            return [text for item in value for text in words_of(item)]
        case _ if is_dataclass(value):
            return [
                text
                for item in fields(value)
                for text in words_of(getattr(value, item.name), name=item.name)
            ]
    return []


@pytest.mark.parametrize("name", FORMS)
def test_all_contents_can_be_copied_from_the_pdf(name: str) -> None:
    form = FORMS[name]
    text = text_of(render(form))
    held = {re.sub(r"\s", "", words) for words in words_of(form)}
    assert {words for words in held if words not in text} == set()
    assert form.title in text


@pytest.mark.parametrize("name", FORMS)
def test_each_form_keeps_to_its_pages(name: str) -> None:
    pages = len(pypdf.PdfReader(io.BytesIO(render(FORMS[name]))).pages)
    assert pages == (2 if "egistration" in name else 1)
    assert len(preview(FORMS[name], ppi=40)) == pages


def test_rare_names_come_out_as_themselves_and_missing_ones_as_code_points() -> None:
    name = "欧阳𠮷䶮𬱖𪚥𫝀𬺰\U00031350·㐀"
    form = specimens.registration(applicant=replace(specimens.registration().applicant, name=name))
    assert name.replace("\U00031350", "[U+31350]") in text_of(render(form))


def test_what_was_typed_is_never_markup() -> None:
    evil = '#panic("x") *加粗* $a$ <b> ] [ \\ "；#image("photo")'
    applicant = replace(specimens.registration().applicant, address=evil)
    assert evil.replace(" ", "") in text_of(render(specimens.registration(applicant=applicant)))


def test_demo_papers_and_reprints_say_so() -> None:
    plain = text_of(render(specimens.registration()))
    assert "样张" not in plain
    assert "补打" not in plain
    marked = text_of(render(specimens.registration(sheet=specimens.sheet(reprint=3, is_demo=True))))
    assert "补打第3次" in marked
    assert re.search("样.*张", marked)


def test_a_card_that_is_cut_out_bears_its_own_marks() -> None:
    plain = text_of(render(specimens.temporary_card()))
    assert "样张" not in plain
    assert "补打" not in plain
    marked = specimens.sheet(reprint=2, is_demo=True, verification=None)
    text = text_of(render(specimens.temporary_card(sheet=marked)))
    # On each face, and over the whole sheet; the reprint at the head and the foot besides.
    assert len(re.findall("样", text)) == 3
    assert text.count("补打第2次") == 4


@pytest.mark.parametrize("length", [1, 25, 60])
@pytest.mark.parametrize(
    "make", [specimens.temporary_card, specimens.temporary_certificate], ids=["card", "certificate"]
)
def test_any_holder_fits_a_temporary_paper(make: Callable[..., Form], length: int) -> None:
    holder = specimens.holder(name="𠮷" * length, ethnicity="维吾尔", address="济" * 70)
    content = render(make(holder=holder))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1
    text = text_of(content)
    assert "𠮷" * length in text
    assert "济" * 70 in text


def test_a_photo_that_is_no_longer_kept_leaves_its_place() -> None:
    holder = replace(specimens.holder(), photo=b"")
    forms: list[Form] = [
        specimens.registration(photo=b""),
        specimens.temporary_card(holder=holder),
        specimens.temporary_certificate(holder=holder),
    ]
    for form in forms:
        assert "照片已删除" in text_of(render(form))


@pytest.mark.parametrize("rows", [0, 1, 80])
def test_a_register_of_any_length_prints(rows: int) -> None:
    pages = pypdf.PdfReader(io.BytesIO(render(specimens.temporary_register(rows)))).pages
    assert (len(pages) > 1) is (rows == 80)
    assert ("本月没有制发" in pages[0].extract_text()) is (rows == 0)


def test_a_paper_can_be_printed_at_any_fraction_of_a_second() -> None:
    form = specimens.batch(1)
    at = form.sheet.printed_at
    exact = replace(form, sheet=replace(form.sheet, printed_at=at.replace(microsecond=123456)))
    assert render(exact) == render(form)


def test_the_verification_mark_may_be_absent() -> None:
    assert render(specimens.registration(sheet=specimens.sheet(verification=None)))


def test_a_long_list_runs_over_pages_with_its_head_repeated() -> None:
    content = render(specimens.batch(rows=90))
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) > 1
    assert all("受理编号" in page.extract_text() for page in pages[:2])
    assert len(pypdf.PdfReader(io.BytesIO(render(specimens.day_book(rows=60)))).pages) > 1


@pytest.mark.parametrize("length", [1, 25, 60])
def test_long_names_and_addresses_fit(length: int) -> None:
    applicant = replace(
        specimens.full_registration().applicant, name="阿" * length, address="济" * 70
    )
    form = replace(specimens.full_registration(), applicant=applicant)
    assert len(pypdf.PdfReader(io.BytesIO(render(form))).pages) == 2


def test_the_same_form_gives_the_same_bytes() -> None:
    assert render(specimens.refusal()) == render(specimens.refusal())


def test_the_pdf_names_itself_and_its_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(specimens.refusal())))
    assert reader.metadata is not None
    assert reader.metadata.title == "不予异地受理通知书"
    assert "zh" in str(reader.root_object["/Lang"])


def test_threads_do_not_disturb_each_other() -> None:
    made: dict[str, bytes] = {}

    def work(name: str, form: Form) -> None:
        made[name] = render(form)

    threads = [Thread(target=work, args=item) for item in FORMS.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: render(form) for name, form in FORMS.items()} == made


def test_words_for_values() -> None:
    assert validity_text(date(2026, 3, 9), until=None) == "2026.03.09-长期"
    assert money_text(4000) == "40.00 元"
    with pytest.raises(TypeError, match="float"):
        encode(1.5)


def test_the_slip_of_a_mailed_card_says_where_it_goes() -> None:
    place = Office(name="收件人 林晓", address="山东省曲阜市鲁城街道明故城路12号")
    slip = replace(specimens.collection_slip(), delivery="邮政速递", place=place, is_mailed=True)
    text = text_of(render(slip))
    for words in ("邮寄到", "收件人林晓", place.address, "签收时请注意"):
        assert words in text
    assert "领取地点" not in text
