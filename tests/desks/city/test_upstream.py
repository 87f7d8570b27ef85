"""上游监测: freshness, outages, messages that do not go and that nothing fits, each closed in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cases.elsewhere import arrived
from tests.cases.lists import failed, fetched, when
from tests.desks.county.desk import Desk

from tongban.audit.models import AuditRow
from tongban.cases.models import Obligation, Outage, Outgoing
from tongban.cases.operations.city_items import Stray, keep, wait
from tongban.cases.operations.lookin import record_look_ins
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.reasons import LateCause

PAGE = "/city/upstream/"
MINUTE = timedelta(minutes=1)


def form(**more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **more}


def page(desk: Desk, url: str = PAGE) -> str:
    answer = desk.client(desk.world.chief).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def stray(desk: Desk, *, is_waiting: bool = False) -> UUID:
    """A case that arrived for a household of nowhere."""
    message = Stray(
        uuid4(), "province_remote", "ARRIVED", "370102540000202611230001", desk.clock.at
    )
    note = wait if is_waiting else keep
    note(message, reason="来件的户籍地不是本市登记的单位。", at=desk.clock.at)
    return message.id


def broken_morning(desk: Desk) -> Outage:
    """The national list cannot be had from 9:31 to 11:05; two units open it meanwhile."""
    world = desk.world
    fetched(world.at)
    failed(world.at + MINUTE, ports=("national_remote",))
    for officer in (world.acceptor, world.reviewer):
        at = world.at + 45 * MINUTE
        record_look_ins(officer, at=at, fetched=when(at, national_remote=world.at))
    fetched(world.at + 95 * MINUTE, ports=("national_remote",))
    fetched(desk.clock.at)
    return Outage.objects.get(system="national_remote")


def test_each_list_says_how_fresh_it_is_and_since_when_it_cannot_be_had(desk: Desk) -> None:
    fetched(desk.clock.at - 50 * MINUTE, ports=("province_remote",))
    failed(desk.clock.at - 49 * MINUTE, ports=("province_remote",))
    shown = page(desk)
    assert "今天 10:40，10:41 起取不到（49 分）" in shown
    assert "还没恢复" in shown


def test_an_outage_is_closed_with_words(desk: Desk) -> None:
    outage = broken_morning(desk)
    shown = page(desk)
    assert "2 个单位打开清单取不到" in shown
    assert "已恢复，待说明" in shown
    url = f"{PAGE}outage/{outage.id}/"
    assert "09:31–11:05" in page(desk, url)
    client = desk.client(desk.world.chief)
    empty = client.post(f"{url}settle/", form(words="好"))
    assert empty.status_code == 422
    assert "请写明怎样处理的" in empty.content.decode()
    words = "部里机房检修，10 点已电话核实。"
    assert client.post(f"{url}settle/", form(words=words)).status_code == 303
    assert "已恢复，待说明" not in page(desk)
    assert words in page(desk, url)
    assert AuditRow.objects.filter(what="ITEM_SETTLED").count() == 1
    assert words not in str(AuditRow.objects.filter(what="ITEM_SETTLED").values())


def test_what_came_and_could_not_be_acted_upon_is_settled_with_words(desk: Desk) -> None:
    name = stray(desk)
    assert "来件的户籍地不是本市登记的单位" in page(desk)
    url = f"{PAGE}stray/{name}/"
    assert "核对户籍地单位代码" in page(desk, url)
    client = desk.client(desk.world.chief)
    assert client.post(f"{url}settle/", form(words=" ")).status_code == 422
    assert client.post(f"{url}settle/", form(words="已请受理地改送徐州。")).status_code == 303
    assert "没有办成的来文" in page(desk)
    assert "来件的户籍地不是本市登记的单位" not in page(desk)
    assert "督导辛：已请受理地改送徐州。" in page(desk, url)


def test_a_message_can_be_acted_upon_once_more(desk: Desk) -> None:
    name = stray(desk)
    client = desk.client(desk.world.chief)
    assert client.post(f"{PAGE}stray/{name}/again/", form()).status_code == 303
    (job,) = ProcrastinateJob.objects.filter(task_name="again_inbound")
    assert (job.args, job.lock) == ({"message_id": str(name)}, "province_remote")
    assert client.post(f"{PAGE}stray/{uuid4()}/again/", form()).status_code == 404


def test_what_waits_for_its_contents_is_told_apart(desk: Desk) -> None:
    fetched(desk.clock.at)
    name = stray(desk, is_waiting=True)
    shown = page(desk)
    assert "1 条等内容" in shown
    assert "等内容" in page(desk, f"{PAGE}stray/{name}/")


def test_unknown_things_are_nowhere(desk: Desk) -> None:
    client = desk.client(desk.world.chief)
    for kind in ("stray", "outage"):
        assert client.get(f"{PAGE}{kind}/{uuid4()}/").status_code == 404
        assert (
            client.post(f"{PAGE}{kind}/{uuid4()}/settle/", form(words="五个字以上")).status_code
            == 404
        )


def test_a_message_of_ours_is_sent_again(desk: Desk) -> None:
    case = desk.world.signed()
    message = Outgoing.objects.get(case=case, kind="submit")
    Outgoing.objects.filter(id=message.id).update(state="FAILED", last_error="Unreachable")
    shown = page(desk)
    assert "送审信息" in shown
    assert "连接不上" in shown
    client = desk.client(desk.world.chief)
    answer = client.post(f"{PAGE}{message.id}/again/", form())
    assert answer.headers["Location"] == f"{PAGE}?said=sent"
    message.refresh_from_db()
    assert message.state == "WAITING"
    assert client.post(f"{PAGE}{message.id}/again/", form()).headers["Location"].endswith("kept")
    assert client.post(f"{PAGE}{message.id}/again/", {}).status_code == 422


@pytest.mark.parametrize("url", [f"{PAGE}strays/", f"{PAGE}failed/", f"{PAGE}outages/"])
def test_lists_go_on_by_key(desk: Desk, url: str) -> None:
    for minutes in range(60):
        at = desk.world.at + minutes * MINUTE
        keep(Stray(uuid4(), "sms", "DeliveryReport", "", at), reason="没有对应的件。", at=at)
        Outage.objects.create(
            id=uuid4(),
            system="population",
            since=at,
            until=at + MINUTE,
            cause=LateCause.NOT_FETCHED,
        )
        Outgoing.objects.create(
            id=uuid4(), system="sms", kind="collect", payload={}, state="FAILED", created_at=at
        )
    seen, rest = 0, url
    while rest:
        text = page(desk, rest)
        seen += text.count("<tr data-row>")
        found = text.partition('<div class="pager">')[2].partition('href="')[2].partition('"')[0]
        rest = found.replace("&amp;", "&")
    assert seen == 60


def test_cases_fetched_too_late_are_marked_and_not_counted_as_late(desk: Desk) -> None:
    before = desk.world.at - timedelta(days=3)
    case = arrived(
        desk.world, arrived=before, fetched_at=desk.world.at, late_cause=LateCause.UPSTREAM_DOWN
    )
    desk.client(desk.world.chief)
    overview = page(desk, "/city/")
    assert "另有" not in overview
    assert "取到已过期限" in overview
    assert "其中转入 1 件；1 件取到时已过期限，不计误期" in overview
    shown = page(desk, "/city/duty/REVIEW/?excused=1")
    assert case.number in shown
    assert "不计误期" in shown
    assert "千佛山派出所 →" in shown
    assert case.number not in page(desk, "/city/duty/REVIEW/?late=1")
    assert case.number in page(desk, "/city/duty/REVIEW/?stream=INCOMING")
    assert case.number not in page(desk, "/city/duty/REVIEW/?stream=INTERNAL")


def test_an_incoming_review_due_today_counts_like_any_other(desk: Desk) -> None:
    case = arrived(desk.world, arrived=desk.world.at, fetched_at=desk.world.at)
    assert Obligation.objects.get(case=case, kind=K.REVIEW).due_note == ""
    assert "件今天会误期" in page(desk, "/city/")
    assert case.number in page(desk, "/city/risk/")
    month = page(desk, "/city/month/incoming/")
    assert case.number in month
    assert case.number not in page(desk, "/city/month/accepted/")


@pytest.mark.parametrize("url", ["/city/", PAGE, "/city/answers/", "/city/duty/REVIEW/"])
def test_pages_ask_eight_queries_at_most(
    desk: Desk, url: str, django_assert_max_num_queries: Any
) -> None:
    broken_morning(desk)
    stray(desk)
    arrived(desk.world)
    client = desk.client(desk.world.chief)
    client.get("/help/")
    with django_assert_max_num_queries(8):
        assert client.get(url).status_code == 200
