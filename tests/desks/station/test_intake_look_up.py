"""核对身份: who is found, who is told what, who is let on; nothing typed is lost."""

from __future__ import annotations

from tests.cases.world import World
from tests.desks.station.window import Window

from tongban.audit.models import AuditRow
from tongban.cases.models import Intake
from tongban.ports.registry import set_ports
from tongban.simulators.people.person import Story


def test_an_ordinary_person_begins_an_intake_and_the_look_up_is_logged(window: Window) -> None:
    person = window.person()
    intake = window.row(window.begin(person, reason="DAMAGED"))
    assert (intake.station_id, intake.reason) == (window.unit, "DAMAGED")
    assert intake.record["record_id"] == person.record.record_id
    row = AuditRow.objects.get(what="PERSON_LOOKED_UP")
    assert person.record.id_number not in str(row.data)


def test_a_card_on_the_reader_is_declaration_and_evidence(window: Window) -> None:
    intake = window.begin(window.person(), by="card")
    assert window.row(intake).evidence.get().kind == "ID_CARD"
    assert window.where(intake) == "compare"


def test_a_reader_that_is_down_leaves_typing(window: Window) -> None:
    set_ports(window.ledgers.ports(down="devices"))
    answer = window.post("find/", by="card", id_number="", reason="LOST")
    assert "号码可以手工输入" in answer.content.decode()
    assert Intake.objects.count() == 0


def test_a_population_system_that_is_down_keeps_what_was_typed(window: Window) -> None:
    number = window.person().record.id_number
    set_ports(window.ledgers.ports(down="population"))
    answer = window.post("find/", id_number=number, reason="LOST")
    assert answer.status_code == 200
    assert "人口系统暂时没有回答" in answer.content.decode()
    assert number in answer.content.decode()
    assert f'value="{number}"' in window.text("")
    set_ports(window.ledgers.ports())
    window.post("find/", id_number=number, draft="1")
    assert f'value="{number}"' not in window.text("")


def test_a_residence_platform_that_is_down_stops_nobody(window: Window) -> None:
    set_ports(window.ledgers.ports(down="residence"))
    assert window.row(window.begin(window.person())).residence == "UNKNOWN"


def test_the_own_household_is_no_remote_application(window: Window, world: World) -> None:
    home = window.person().record.home_unit
    assert home is not None
    own = Window.of_unit(window, home)
    answer = own.post("find/", id_number=window.person().record.id_number)
    assert "户籍就在本所" in answer.content.decode()
    assert "在省人口信息管理系统按本地业务直接受理" in answer.content.decode()
    assert Intake.objects.count() == 0


def test_what_was_begun_elsewhere_ends_at_home_with_a_next_step(window: Window) -> None:
    person = window.person()
    assert person.record.home_unit is not None
    intake, own = window.begin(person), window.of_unit(person.record.home_unit)
    said = own.post("find/", id_number=person.record.id_number).content.decode()
    assert "一次异地受理正在进行" in said
    assert "申请人在场，转本所办理" in said
    record = person.record.record_id
    answer = own.post(f"{intake}/do/take-over/", record_id=record, register="province")
    assert answer.status_code == 303, answer.content.decode()
    text = own.text(f"{intake}/?said=local")
    for words in (
        "那一次异地受理已经结束",
        "请在省人口信息管理系统按本地业务受理",
        "15 日后清除",
        "接待下一位",
    ):
        assert words in text
    for words in ("身份须由您重新确认", "无不予受理情形", "未比对"):
        assert words not in text
    assert "那里的受理已经结束" in own.text(f"{intake}/photo/")
    again = own.post("find/", id_number=person.record.id_number).content.decode()
    assert "没有在其他派出所办理中的受理" in again


def test_a_case_under_way_elsewhere_is_named_at_home(window: Window) -> None:
    person = window.person()
    assert person.record.home_unit is not None
    window.do(window.complete(person), "compose")
    own = window.of_unit(person.record.home_unit)
    said = own.post("find/", id_number=person.record.id_number).content.decode()
    assert "不要重复办证" in said
    assert "转本所办理" not in said


def test_a_shared_number_shows_both_and_the_officer_chooses(window: Window) -> None:
    one, other = window.ledgers.population.people(Story.SHARED_NUMBER)[:2]
    text = window.post("find/", id_number=one.record.id_number).content.decode()
    assert one.record.name in text
    assert other.record.name in text
    assert Intake.objects.count() == 0
    if other.record.home_unit == window.unit:
        other = one
    answer = window.post("find/", record_id=other.record.record_id, reason="EXPIRED")
    assert answer.status_code == 303
    assert Intake.objects.get().record["name"] == other.record.name


def test_found_by_name_and_birth_date(window: Window) -> None:
    person = window.person()
    answer = window.post(
        "find/", name=person.record.name, birth_date=person.record.birth_date.isoformat()
    )
    assert answer.status_code in (200, 303)
    faulty = window.post("find/", name=person.record.name)
    assert faulty.status_code == 422
    assert "请同时填写出生日期" in faulty.content.decode()


def test_a_wrong_number_says_what_is_wrong_beside_the_field(window: Window) -> None:
    answer = window.post("find/", id_number="370811199003070070", name="<b>张</b>")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "校验位不符" in text
    assert "&lt;b&gt;张&lt;/b&gt;" in text
    assert "<b>张</b>" not in text


def test_a_second_look_up_leads_to_the_first_intake(window: Window) -> None:
    person = window.person()
    intake = window.begin(person)
    answer = window.post("find/", id_number=person.record.id_number)
    assert answer.headers["Location"] == f"/station/intake/{intake}/?said=found"
    assert "已经打开" in window.text(f"{intake}/?said=found")


def test_a_double_click_opens_one_intake(window: Window) -> None:
    person = window.person()
    request = "01a20934-9401-76a8-aa82-d274e04bba06"
    found = [
        window.post("find/", id_number=person.record.id_number, request_id=request)
        for _ in range(2)
    ]
    assert found[0].headers["Location"] == found[1].headers["Location"]
    assert Intake.objects.count() == 1


def test_another_station_takes_over_with_the_person_present(window: Window) -> None:
    person = window.person()
    intake = window.begin(person)
    window.do(intake, "evidence", kind="PASSPORT")
    other = Window.of_unit(window, window.elsewhere(person))
    text = other.post("find/", id_number=person.record.id_number).content.decode()
    assert "由本所接办" in text
    assert other.get(f"{intake}/evidence/").status_code == 404
    other.do(intake, "take-over", record_id=person.record.record_id)
    assert window.row(intake).station_id == other.unit
    assert "转来接办" in other.text(f"{intake}/evidence/")
    gone = window.get(f"{intake}/evidence/")
    assert gone.status_code == 409
    assert "由该所接办" in gone.content.decode()
