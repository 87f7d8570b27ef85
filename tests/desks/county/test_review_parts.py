"""The queue in parts: by stream and category, by keys, over pages; 疑似重复 beside the case."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.cases.elsewhere import NUMBER, arrived, version_of
from tests.cases.world import id_number
from tests.desks.county.desk import Desk, issue_form

from tongban.cases.models import Case
from tongban.cases.queries import review_queue
from tongban.policy.vocabulary import Category

LIST = "/county/review/"


def case_url(case: Case, name: str = "case") -> str:
    return reverse(f"county:review-{name}", args=[case.id])


def from_elsewhere(desk: Desk, serial: int, category: Category) -> Case:
    """An incoming case of a person of its own."""
    number = id_number(serial)
    base = version_of(desk.world)
    who = {"record_id": f"R{serial:06d}", "id_number": number}
    return arrived(
        desk.world,
        number=f"{NUMBER[:-3]}{serial:03d}",
        category=category,
        text={**base.text, **who},
        record={**base.record, **who},
    )


def mixed(desk: Desk) -> dict[str, Case]:
    """One of each: two of ours, one of the province, one from beyond."""
    return {
        "ours": desk.world.signed(1),
        "ours2": desk.world.signed(2),
        "city": from_elsewhere(desk, 3, Category.CROSS_CITY),
        "province": from_elsewhere(desk, 4, Category.CROSS_PROVINCE),
    }


def listed(page: str) -> list[str]:
    """The ids of the cases in the queue, in order."""
    return re.findall(r'href="/county/review/([0-9a-f-]{36})/[^"]*" class="queue-item', page)


def test_every_part_is_an_address_with_its_count_and_key(desk: Desk) -> None:
    cases = mixed(desk)
    page = desk.reviewer.get(case_url(cases["ours"])).content.decode()
    found = re.findall(
        r'<a href="/county/review/(\??[^"]*)"[^>]* data-key="(\d)"[^>]*>(\S+) <span class="num">(\d+)',
        page,
    )
    assert found == [
        ("", "1", "全部", "4"),
        ("?s=INTERNAL", "2", "市内", "2"),
        ("?s=INCOMING", "3", "转入", "2"),
        ("?c=CROSS_COUNTY", "4", "市内跨县区", "2"),
        ("?c=CROSS_STATION", "5", "县区内跨所", "0"),
        ("?c=CROSS_CITY", "6", "省内跨地市", "1"),
        ("?c=CROSS_PROVINCE", "7", "跨省", "1"),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["ours", "ours2", "city", "province"]),
        ("?s=INTERNAL", ["ours", "ours2"]),
        ("?s=INCOMING", ["city", "province"]),
        ("?c=CROSS_PROVINCE", ["province"]),
        ("?s=INCOMING&c=CROSS_CITY", ["city"]),
        ("?s=OUTGOING", ["ours", "ours2", "city", "province"]),
        ("?s=&c=%27", ["ours", "ours2", "city", "province"]),
    ],
)
def test_a_part_lists_its_own(desk: Desk, query: str, names: list[str]) -> None:
    cases = mixed(desk)
    answer = desk.reviewer.get(LIST + query, follow=True)
    assert set(listed(answer.content.decode())) == {str(cases[name].id) for name in names}


def test_a_decision_stays_in_its_part(desk: Desk) -> None:
    cases = mixed(desk)
    client = desk.reviewer
    first = client.get(f"{LIST}?s=INCOMING").headers["Location"]
    assert first == f"{case_url(cases['city'])}?s=INCOMING"
    url = f"{case_url(cases['city'], 'issue')}?s=INCOMING"
    answer = client.post(url, issue_form(cases["city"]))
    assert answer.headers["Location"] == f"{case_url(cases['province'])}?s=INCOMING"
    url = f"{case_url(cases['province'], 'issue')}?s=INCOMING"
    answer = client.post(url, issue_form(cases["province"]))
    assert answer.headers["Location"] == f"{LIST}?s=INCOMING"
    page = client.get(f"{LIST}?s=INCOMING").content.decode()
    assert "这里没有等待的件" in page
    assert "其他类别还有 2 件" in page


def test_the_next_page_is_fetched_ahead_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    mixed(desk)
    rows = review_queue.queue_page(desk.world.reviewer).rows
    defaults = {**(review_queue.queue_page.__kwdefaults__ or {}), "limit": 2}
    monkeypatch.setattr(review_queue.queue_page, "__kwdefaults__", defaults)
    page = desk.reviewer.get(case_url(Case.objects.get(id=rows[1].case_id))).content.decode()
    ahead = page.split('data-prefetch="')[1].split('"')[0]
    assert ahead.startswith(f"{LIST}{rows[2].case_id}/?after=")
    assert desk.reviewer.get(ahead).status_code == 200


def test_the_same_person_elsewhere_and_here(desk: Desk) -> None:
    ours = desk.world.signed(7)
    case = arrived(desk.world)
    page = desk.reviewer.get(case_url(case)).content.decode()
    told = page.split("疑似重复")[1].split("</div>")[0]
    assert "市内件" in told
    assert "待审核签发" in told
    assert reverse("shared:case", args=[ours.id]) in told
    # And the other way round: whoever reviews ours learns of the one elsewhere.
    back = desk.reviewer.get(case_url(ours)).content.decode()
    assert reverse("shared:case", args=[case.id]) in back.split("疑似重复")[1]


def test_one_that_is_not_seen_is_told_without_a_way_there(desk: Desk) -> None:
    ours = desk.world.composed(7)  # not yet in review: the home bureau does not see it
    page = desk.reviewer.get(case_url(arrived(desk.world))).content.decode()
    told = page.split("疑似重复")[1].split("</div>")[0]
    assert reverse("shared:case", args=[ours.id]) not in told
    assert "请电话核实" in told


def test_an_intake_that_is_open_counts(desk: Desk) -> None:
    desk.world.open_intake(7)
    page = desk.reviewer.get(case_url(arrived(desk.world))).content.decode()
    told = page.split("疑似重复")[1].split("</div>")[0]
    assert "一次受理" in told
    assert desk.world.city.require(desk.world.station).short_name in told


def test_two_from_elsewhere_are_told_of_each_other(desk: Desk) -> None:
    first = arrived(desk.world)
    second = arrived(desk.world, number=NUMBER[:-1] + "2", accepting_name="徐州市公安局鼓楼分局")
    assert (
        "徐州市公安局鼓楼分局"
        in (desk.reviewer.get(case_url(first)).content.decode().split("疑似重复")[1])
    )
    desk.reviewer.post(case_url(second, "issue"), issue_form(second))
    assert "疑似重复" not in desk.reviewer.get(case_url(first)).content.decode()


def test_somebody_else_is_no_double(desk: Desk) -> None:
    desk.world.signed(1)
    desk.world.open_intake(2)
    case = from_elsewhere(desk, 3, Category.CROSS_CITY)
    assert "疑似重复" not in desk.reviewer.get(case_url(case)).content.decode()
