"""The register of temporary cards and certificates of a unit, month by month (第十二条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse

from tongban.cases.queries.temporary import Document, RegisterTotals
from tongban.desks.shared.frame import FIND_URL
from tongban.desks.shared.papers_temporary import ending_words
from tongban.desks.shared.phrases import arrival_phrase
from tongban.desks.shared.pieces import Action, EmptyState, Fact, Link, Tag, Tone
from tongban.desks.shared.temporary_screens import RegisterRow, RegisterScreen
from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.standards.id_number import mask
from tongban.standards.months import LeapDay, add_months
from tongban.standards.zones import at_local, local_date

TITLE = "临时身份证件登记簿"
EMPTY = EmptyState(
    "这个月没有制发",
    "签名送审之后，申请人需要的可以当场制发临时居民身份证；不能制发的说明原因，出具临时身份证明。"
    "按 F2 查找要办的件。",
)


@dataclass(frozen=True, slots=True)
class Month:
    """A month in China; ``text`` as 2026-11 stands in addresses."""

    first: date

    @classmethod
    def read(cls, text: str, *, today: date) -> Month:
        """Read from an address; what cannot be read or lies ahead is the present month."""
        try:
            first = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            return cls(today.replace(day=1))
        return cls(first if first <= today else today.replace(day=1))

    @property
    def text(self) -> str:
        """As it stands in addresses."""
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """As it is read: 2026年11月."""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment and that of the next month."""
        return at_local(self.first, clock=time()), at_local(self.next.first, clock=time())

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month(add_months(self.first, months=1, leap_day=LeapDay.LAST_DAY_OF_MONTH))

    @property
    def previous(self) -> Month:
        """The month before it."""
        return Month((self.first - timedelta(days=1)).replace(day=1))


def register_screen(
    lines: Sequence[Document],
    *,
    totals: RegisterTotals,
    month: Month,
    at: datetime,
    is_first: bool,
    next_url: str,
) -> RegisterScreen:
    """One page of the register."""
    today, url = local_date(at), reverse("shared:temporary-register")
    return RegisterScreen(
        title=TITLE,
        month=month.label,
        find_url=FIND_URL,
        months=_months(month, today=today, url=url),
        totals=(
            Fact("临时居民身份证", f"{totals.cards}", note="张"),
            Fact("临时身份证明", f"{totals.certificates}", note="份"),
            Fact("尚未收回", f"{totals.out}", Tone.WARN if totals.out else Tone.NONE, note="张"),
        ),
        rows=tuple(_row(one, at=at, today=today) for one in lines),
        empty=None if lines else EMPTY,
        newer_url="" if is_first else f"{url}?month={month.text}",
        next_url=next_url,
        actions=(_print(month),),
    )


def _months(month: Month, *, today: date, url: str) -> tuple[Link, ...]:
    earlier = Link("上个月", f"{url}?month={month.previous.text}", key="[")
    if month.next.first > today:
        return (earlier,)
    return (earlier, Link("下个月", f"{url}?month={month.next.text}", key="]"))


def _print(month: Month) -> Action:
    return Action(
        "打印登记簿",
        url=reverse("shared:temporary-register-print"),
        post=True,
        fields=(("month", month.text),),
        new_window=True,
        icon="printer",
        key="P",
    )


def _row(one: Document, *, at: datetime, today: date) -> RegisterRow:
    again = one.prints - 1
    return RegisterRow(
        url=reverse("shared:temporary", args=[one.case_id]),
        number=one.number,
        kind=one.kind.label,
        name=one.name,
        id_number=mask(one.id_number),
        issued=arrival_phrase(one.issued_at, at),
        officer=one.issued_by,
        until=f"{one.valid_until:%Y-%m-%d}",
        reprints=f"补打 {again} 次" if again > 0 else "已打印" if one.prints else "未打印",
        state=Tag(ending_words(one, today=today), _tone(one, today=today)),
        note=one.words or one.purpose,
    )


def _tone(one: Document, *, today: date) -> Tone:
    if one.ending is None:
        is_late = one.kind is Kind.CARD and not one.is_good(today)
        return Tone.WARN if is_late else Tone.INFO
    return Tone.OK
