"""The template library and the golden templates, without a browser."""

import re

import pytest
from django import forms
from django.template import Context, Template
from tests.desks.gallery.pages import pages

from tongban.desks.shared.fields import Field, FieldKind, field_of, problems_of
from tongban.desks.shared.pieces import Action, ActionStyle, Tag, Tone


def draw(text: str, **values: object) -> str:
    return Template("{% load tongban %}" + text).render(Context(values))


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return pages()


def test_numbers_money_and_masks() -> None:
    number = "37081119900307007X"
    assert draw("{{ n|grouped }} {{ n|masked }}", n=number) == (
        "370811 19900307 007X 370811********007X"
    )
    assert draw("{{ fee|yuan }}", fee=4000) == "40.00 元"


def test_rare_characters_are_marked_and_text_is_escaped() -> None:
    html = draw("{{ name|rare }}", name="孟令䶮<b>")
    assert 'title="生僻字 U+4DAE">䶮</span>' in html
    assert html.endswith("&lt;b&gt;")
    assert draw("{{ name|rare }}", name="李秀英") == "李秀英"


def test_a_character_without_glyph_shows_its_code_point() -> None:
    assert "<code>U+E123</code>" in draw("{{ name|rare }}", name="张\ue123")


def test_every_request_id_is_new() -> None:
    first, second = draw("{% request_id %}"), draw("{% request_id %}")
    assert 'name="request_id"' in first
    assert first != second


def test_a_tag_speaks_without_colour() -> None:
    assert "还需 1 项" in draw("{% tag t %}", t=Tag("还需 1 项", Tone.WARN))
    assert "需要处理" in draw("{% sign t %}", t=Tone.WARN)
    assert draw("{% tag t %}", t=None) == ""


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action("打印", url="/p/", new_window=True), 'target="_blank"'),
        (Action("签发", url="/i/", post=True, key="A", arms=True), "data-key-arms"),
        (Action("下一项", form="step-form", name="then", value="next"), 'form="step-form"'),
        (Action("签发", blocked="您是受理人，不能审核"), "您是受理人，不能审核"),
        (Action("退回", url="?return=1", opens="return", style=ActionStyle.DANGER), "data-opens"),
    ],
)
def test_actions(action: Action, expected: str) -> None:
    assert expected in draw("{% act a %}", a=action)


def test_a_blocked_action_cannot_be_sent() -> None:
    html = draw("{% act a %}", a=Action("签发", url="/i/", post=True, blocked="件已暂扣"))
    assert "<form" not in html
    assert 'type="button"' in html


def test_a_field_ties_hint_and_error_to_its_input() -> None:
    field = Field("phone", "手机号码", FieldKind.TEL, hint="11 位", error="应为 11 位")
    html = draw("{% field f %}", f=field)
    assert 'aria-describedby="f-phone-hint f-phone-error"' in html
    assert 'aria-invalid="true"' in html
    assert problems_of((field,))[0].text == "手机号码：应为 11 位"


def test_a_bound_field_of_a_django_form() -> None:
    class PhoneForm(forms.Form):
        phone = forms.CharField(label="手机号码", max_length=11)

    form = PhoneForm({"phone": "138000000001"})
    assert not form.is_valid()
    shown = field_of(form["phone"])
    assert (shown.value, shown.maxlength) == ("138000000001", 11)
    assert shown.error
    assert 'name="phone"' in draw("{% field f %}", f=form["phone"])


def test_every_posting_form_is_guarded_and_repeatable(drawn: dict[str, str]) -> None:
    forms = [
        (name, form)
        for name, html in drawn.items()
        for form in re.findall(r"<form\b.*?</form>", html, re.DOTALL)
        if not re.search('method="(get|dialog)"', form)
    ]
    assert len(forms) > len(drawn)
    for name, form in forms:
        assert "csrfmiddlewaretoken" in form, name
        assert 'name="request_id"' in form, name


def test_no_inline_script_or_style(drawn: dict[str, str]) -> None:
    for name, html in drawn.items():
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html), name


def test_no_id_twice(drawn: dict[str, str]) -> None:
    for name, html in drawn.items():
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted(ids) == sorted(set(ids)), name


def test_at_most_one_primary_outside_dialogs(drawn: dict[str, str]) -> None:
    for name, html in drawn.items():
        visible = re.sub(r"<dialog.*?</dialog>", "", html, flags=re.DOTALL)
        assert visible.count("btn--primary") <= 1, name


def test_a_title_never_holds_a_name(drawn: dict[str, str]) -> None:
    for name, html in drawn.items():
        title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
        assert title is not None, name
        assert not re.search("颜|孔祥瑞|阿卜杜", title.group(1)), name
