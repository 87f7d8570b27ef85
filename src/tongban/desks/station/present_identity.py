"""Steps 1 to 3 in words: 核对身份, 受理凭证, 现场比对."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tongban.cases import facts as stored
from tongban.cases.from_register import register_of
from tongban.desks.shared.details import shown
from tongban.desks.shared.pictures import intake_picture_url
from tongban.desks.shared.pieces import ComparedCell, ComparedRow, Comparison, Fact, Photo, Tone
from tongban.desks.station.intake_state import Work
from tongban.policy.differences import address_changed_in_province, differences
from tongban.policy.vocabulary import Detail
from tongban.standards.id_number import compact
from tongban.standards.names import fold
from tongban.standards.zones import local

NOTHING = "—"


LABELS = {Detail.ADDRESS: "住址"}


def comparison(work: Work, *, with_paper: bool) -> Comparison:
    """申报 | 人口库 | 证件, each difference explained with its clause (第五条(二))."""
    declared = stored.details(work.view.declared)
    registered = stored.details(work.view.record)
    paper = _paper(work) if with_paper else None
    columns = ("申报", "人口库", *([paper[0]] if paper else []))
    said, known = shown(declared), shown(registered)
    differing = frozenset(differences(declared, registered=registered))
    is_moved = address_changed_in_province(declared, registered=registered)
    rows = []
    for detail in Detail:
        differs = detail in differing or (detail is Detail.ADDRESS and is_moved)
        cells = [ComparedCell(said[detail], differs), ComparedCell(known[detail], differs)]
        on_paper = paper[1].get(detail.value, "") if paper else ""
        if paper:
            cells.append(_paper_cell(on_paper, known[detail]))
        rows.append(
            ComparedRow(
                LABELS.get(detail, detail.label),
                tuple(cells),
                *_conclusion(work, detail, differs=detail in differing, moved=differs),
                number=detail is Detail.ID_NUMBER,
            )
        )
    return Comparison(columns, tuple(rows))


def _paper(work: Work) -> tuple[str, Mapping[str, str]] | None:
    for one in work.view.evidence:
        if one.read_fields:
            return one.label, one.read_fields
    return (work.view.evidence[0].label, {}) if work.view.evidence else None


def _paper_cell(text: str, registered: str) -> ComparedCell:
    if not text:
        return ComparedCell(NOTHING)
    return ComparedCell(text, fold(compact(text)) != fold(compact(registered)))


def _conclusion(work: Work, detail: Detail, *, differs: bool, moved: bool) -> tuple[str, Tone, str]:
    if not moved:
        return "一致", Tone.OK, ""
    if not differs:
        return "省内住址变更，不影响受理", Tone.WARN, "第五条(二)"
    if work.view.identity_confirmed is True:
        return "不一致，您已确认是本人", Tone.OK, "第五条(二)"
    if detail is Detail.ADDRESS:
        return "跨省住址不一致，请核实并确认是否本人", Tone.WARN, "第五条(二)"
    return "不一致，请核实并确认是否本人", Tone.WARN, "第五条(二)"


def record_facts(work: Work) -> tuple[Fact, ...]:
    """What the register says besides the six details."""
    record = work.view.record
    card = record["card"]
    home = work.rules.city.get(record["home_unit"] or "")
    county = work.rules.city.county_of(home.code).short_name if home else ""
    until = card["expires"]
    validity = "长期" if until == stored.LONG_TERM else until
    is_out = (
        until not in (None, stored.LONG_TERM) and date.fromisoformat(until) < local(work.at).date()
    )
    state = "已挂失，" if card.get("state") == "LOST" else ""
    facts = [
        Fact("户籍地", f"{county}{home.short_name}" if home else record["home_office"]),
        Fact("查自", register_of(record).label),
        Fact(
            "现持证件",
            f"{state}有效期至 {validity}{'（已过期）' if is_out else ''}"
            if card["issued"]
            else "没有发过第二代居民身份证",
            Tone.NONE if card["issued"] else Tone.BAD,
        ),
        Fact("指纹", "已登记" if card["fingerprint_registered"] else "未登记"),
    ]
    if card.get("issuer"):
        facts.append(Fact("签发机关", card["issuer"]))
    if record.get("shares_number"):
        facts.append(
            Fact("重错号", f"{record['shares_number']} 人同号，已按所选人员办理", Tone.WARN)
        )
    return tuple(facts)


def register_photo(work: Work) -> Photo | None:
    """The register's photo; it lies there and is fetched when shown."""
    if not work.view.record.get("photo_ref"):
        return None
    taken = work.view.record["card"].get("issued_on") or ""
    return Photo(
        intake_picture_url(work.view.id, "register"), "人口库照片", f"人口库 {taken}".strip()
    )


def live_photo(work: Work) -> Photo | None:
    """The picture taken on site."""
    view = work.view
    if not view.has_live:
        return None
    at = f" {local(view.compared_at):%H:%M}" if view.compared_at else ""
    mark = f"?v={int(view.compared_at.timestamp())}" if view.compared_at else ""
    url = f"{intake_picture_url(view.id, 'live')}{mark}"
    tone = Tone.OK if work.is_compared else Tone.WARN
    return Photo(url, "现场照片", f"现场{at}", tone)
