"""The composed text beside the register (第九条), each difference explained."""

from datetime import date, datetime

from tongban.cases.operations.office import office
from tongban.cases.queries.review_case import ComposedView, ReviewFile
from tongban.desks.shared.pieces import ComparedCell, ComparedRow, Comparison, Tone
from tongban.policy.vocabulary import Sex
from tongban.standards.ages import full_years
from tongban.standards.card_validity import PERMANENT, validity
from tongban.standards.ethnic_groups import NAMES, canonical
from tongban.standards.names import fold
from tongban.standards.zones import local_date

_ROWS = (
    ("姓名", ("name",)),
    ("性别 / 民族", ("sex", "ethnicity")),
    ("出生日期", ("birth_date",)),
    ("公民身份号码", ("id_number",)),
    ("住址", ("address",)),
)
LONG_TERM = "LONG_TERM"
NOBODY = "—"
"""Stands for every value where the register knows nobody."""


def comparison(file: ReviewFile, *, shown: ComposedView, at: datetime) -> Comparison:
    """Composed, register, and the version before where a station has put the text right."""
    before = _before(file, shown)
    columns = ("本次合成", "上一版", "人口库") if before else ("本次合成", "人口库")
    rows = tuple(_row(label, keys, shown=shown, before=before) for label, keys in _ROWS)
    return Comparison(columns, (*rows, _validity_row(shown, before=before, at=at)))


def _before(file: ReviewFile, shown: ComposedView) -> ComposedView | None:
    """The version before, when its text was another."""
    earlier = file.before(shown)
    keys = [key for _, keys in _ROWS for key in keys]
    if earlier is None or all(earlier.text.get(k) == shown.text.get(k) for k in keys):
        return None
    return earlier


def _row(
    label: str, keys: tuple[str, ...], *, shown: ComposedView, before: ComposedView | None
) -> ComparedRow:
    composed = _words(keys, shown.text)
    registered = _words(keys, shown.record) if shown.record else NOBODY
    is_same = fold(composed) == fold(registered)
    cells = [ComparedCell(composed, differs=bool(shown.record) and not is_same)]
    if before is not None:
        former = _words(keys, before.text)
        cells.append(ComparedCell(former, differs=former != composed))
    cells.append(ComparedCell(registered))
    conclusion, tone, clause = _conclusion(keys, shown=shown, is_same=is_same)
    return ComparedRow(
        label, tuple(cells), conclusion, tone, clause=clause, number=keys == ("id_number",)
    )


def _conclusion(
    keys: tuple[str, ...], *, shown: ComposedView, is_same: bool
) -> tuple[str, Tone, str]:
    if not shown.record:
        return "未核对", Tone.WARN, ""
    if not is_same:
        return "与人口库不同", Tone.WARN, "第五条(二)"
    declared = shown.comparison.get("declared") or shown.record
    said = _words(keys, declared)
    if fold(said) == fold(_words(keys, shown.record)):
        return "一致", Tone.OK, ""
    if keys == ("address",) and _same_province(declared, shown.record):
        return f"申报为“{said}”，省内变更不影响", Tone.INFO, "第五条(二)"
    return f"申报为“{said}”，民警已确认是本人", Tone.WARN, "第五条(二)"


def _same_province(one: object, other: object) -> bool:
    def province(given: object) -> str:
        return str(given["address_division"])[:2] if isinstance(given, dict) else ""

    return province(one) == province(other)


def _words(keys: tuple[str, ...], given: object) -> str:
    if not isinstance(given, dict):
        return ""
    return " / ".join(_word(key, str(given.get(key, ""))) for key in keys)


def _word(key: str, value: str) -> str:
    if key == "sex":
        return Sex(value).label if value in {"1", "2"} else value
    if key == "ethnicity":
        return NAMES.get(canonical(value) or "", value)
    return value


def _validity_row(shown: ComposedView, *, before: ComposedView | None, at: datetime) -> ComparedRow:
    """What the card will print if it is issued today, by the age of today (身份证法 第五条)."""
    today = local_date(at)
    birth = date.fromisoformat(shown.text["birth_date"])
    start, until = validity(birth, issued_on=today, leap_day=office().terms(at).leap_day_rule)
    age = full_years(birth, on=today)
    new = f"{start:%Y.%m.%d}-{f'{until:%Y.%m.%d}' if until else PERMANENT}"
    old = _old_validity(shown.record.get("card"))
    middle = (ComparedCell(""),) if before else ()
    cells = (ComparedCell(f"{new}（今天签发，{age} 周岁）"), *middle, ComparedCell(old))
    return ComparedRow("有效期限", cells, "新证", Tone.INFO)


def _old_validity(card: object) -> str:
    if not isinstance(card, dict):
        return NOBODY
    return f"{_dots(card['issued_on'])}-{_until(card['expires'])}" if card["issued"] else "无"


def _dots(day: str | None) -> str:
    return day.replace("-", ".") if day else ""


def _until(expires: str | None) -> str:
    return PERMANENT if expires == LONG_TERM else _dots(expires)
