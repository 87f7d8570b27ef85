"""办事指南: conditions, steps, fees and their basis, open to everybody (第十四条).

What is said comes from the terms in force and the words of the rules: nothing here is a second copy of
an amount, a ground or a kind of evidence. Nothing of anybody is shown, and nothing is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.accounts.installation import is_demo
from tongban.accounts.requests import OpenRequest, sign_in_not_required
from tongban.cases.operations.office import office
from tongban.desks.shared.papers_refusal import COMPLAINT_PHONE
from tongban.desks.shared.pieces import Fact
from tongban.policy.fee import fee
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import EvidenceKind, Ground, Reason
from tongban.standards.money import yuan

REASONS = tuple(one for one in Reason if one is not Reason.FIRST_ISSUE)
_BASIS = "《中华人民共和国居民身份证法》第二十条；本市异地申办工作规范第七条"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the guide: its clause, sentences, and what is better read as a table."""

    title: str
    clause: str
    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideScreen:
    """The guide as it holds at a moment."""

    parts: tuple[Part, ...]
    city: str
    title: str = "办事指南"


@sign_in_not_required
@require_safe
def guide(request: OpenRequest) -> HttpResponse:
    """What somebody wants to know before he comes, by the terms of today; no query."""
    context = {"screen": guide_screen(at=request.at), "is_demo": is_demo()}
    return render(request, "shared/guide.html", context)


def guide_screen(*, at: datetime) -> GuideScreen:
    """Return the guide by the terms in force at a moment."""
    rules = office()
    terms, city = rules.terms(at), rules.city.units[0].name
    parts = (_conditions(), _evidence(), _steps(terms), _fees(terms), _waiting(), _grounds())
    return GuideScreen((*parts, _help(), _complaints(city)), city)


def _conditions() -> Part:
    return Part(
        "哪些人可以办",
        "第一条",
        (
            (
                "户籍不在受理派出所、办理过第二代居民身份证的，可以就近到本市任一户籍派出所申请，"
                "不用回户籍地。不要求证明在本市就业、就学或者居住。"
            ),
            f"可以办的事项：{'、'.join(one.label for one in REASONS)}。",
            "户籍就在该派出所的，按本地业务直接办理。",
        ),
    )


def _evidence() -> Part:
    named = tuple(EvidenceKind)
    return Part(
        "带什么证件",
        "第三条",
        (
            (
                f"下列证件任带一种：{'、'.join(one.label for one in named)}。"
                f"{EvidenceKind.ID_CARD.label}只用于换领。"
            ),
            (
                "一种也没有带的，民警查看历史受理信息、现场比对照片和指纹后能够认定身份的，"
                "书面承诺后同样受理，不用再跑一趟。"
            ),
        ),
    )


def _steps(terms: Terms) -> Part:
    return Part(
        "怎样办理",
        "第六条、第九条、第十一条",
        (
            (
                "核对身份和证件，采集照片和指纹，选择领证方式，核对登记表后签名。"
                f"未满 {terms.guardian_below_age} 周岁的由监护人代为申领、签名。"
            ),
            (
                f"由户籍地公安机关审核签发；户籍在本市的，工作日 {terms.close_of_business:%H:%M} 前送审的"
                "当日办结。照片、指纹需要补采的，由受理派出所联系。"
            ),
            "证件制成后通知到受理派出所领取；选择邮政速递的，直接寄到登记的地址。",
        ),
    )


def _fees(terms: Terms) -> Part:
    by_amount: dict[int, list[str]] = {}
    for one in REASONS:
        by_amount.setdefault(fee(one, terms=terms), []).append(one.label)
    amounts = (Fact(f"{yuan(fen)} 元", "、".join(named)) for fen, named in by_amount.items())
    return Part(
        "收费标准和依据",
        "第七条",
        (
            (
                "只收工本费，不收其他任何费用。扫支付码直接缴入省财政；也可以交现金，由民警当日代缴。"
                "缴费后出具财政票据。"
            ),
        ),
        (*amounts, Fact("依据", _BASIS)),
    )


def _waiting() -> Part:
    return Part(
        "等证期间",
        "第十二条",
        (
            "户籍在山东省的，可以当场申请临时居民身份证，不收费。",
            "暂不能制发的（外省户籍和省内个别城市），需要证明身份时当场出具《临时身份证明》，不收费。",
        ),
    )


def _grounds() -> Part:
    return Part(
        "不予异地受理的五种情形",
        "第五条、第十五条",
        (
            *(f"{one.label}（{one.clause}）。" for one in Ground),
            "除这五种情形外，派出所不得以任何理由拒绝。不予受理的当场出具通知书，请到户籍派出所办理。",
        ),
    )


def _help() -> Part:
    return Part(
        "需要帮助的",
        "第十四条",
        (
            "老年人、残疾人、急需用证等有困难的，请向民警说明，走绿色通道；不便到场的可以申请上门服务。",
        ),
    )


def _complaints(city: str) -> Part:
    return Part(
        "监督投诉",
        "第十五条(三)",
        (
            f"乱收费、拒收现金、推诿拒办的，请拨打 {COMPLAINT_PHONE}，由{city}处理，不经过被投诉的派出所。",
        ),
    )
