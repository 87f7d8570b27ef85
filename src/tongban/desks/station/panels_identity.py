"""The middle of steps 1 to 3: declaration, documents, comparison on site."""

from __future__ import annotations

from django.urls import reverse

from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pictures import intake_picture_url
from tongban.desks.shared.pieces import Action, ActionStyle, Happening, Photo, Tag, Tone
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.present_identity import (
    comparison,
    live_photo,
    record_facts,
    register_photo,
)
from tongban.desks.station.steps import (
    ComparePanel,
    EvidenceItem,
    EvidencePanel,
    IdentityPanel,
    Requirement,
)
from tongban.policy.document import serves
from tongban.policy.situation import Evidence
from tongban.policy.vocabulary import (
    Ask,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Outcome,
    Reason,
    Sex,
)
from tongban.standards import ethnic_groups, id_number
from tongban.standards.zones import local, local_date

DECLARE = "declare"
EVIDENCE = "evidence"
FORM = "step-form"


def identity_panel(work: Work) -> IdentityPanel:
    """Step 1 once the person is found: what is declared, beside what the register says."""
    return IdentityPanel(
        lookup_url="",
        lookup=(),
        declare_url=act_url(work.view.id, "declare"),
        draft_url=draft_url(DECLARE, work.view.id),
        declared=_declared(work),
        comparison=comparison(work, with_paper=False),
        record=record_facts(work),
        photo=register_photo(work),
        typed_again=bool(work.view.draft),
    )


def _declared(work: Work) -> tuple[Field, ...]:
    stored, typed = work.view.declared, work.typed

    def of(name: str, label: str, **more: object) -> Field:
        return Field(
            name,
            label,
            value=typed.value(name, stored[name]),
            error=typed.error(name),
            **more,  # type: ignore[arg-type]
        )

    return (
        of("name", "姓名", maxlength=100, focus=True),
        of(
            "sex",
            "性别",
            kind=FieldKind.SELECT,
            options=tuple(Option(s.value, s.label) for s in Sex),
        ),
        of(
            "ethnicity",
            "民族",
            kind=FieldKind.SELECT,
            options=tuple(Option(c, n) for c, n in ethnic_groups.NAMES.items()),
        ),
        of("birth_date", "出生日期", kind=FieldKind.DATE),
        of("id_number", "公民身份号码", maxlength=24, spaced=True),
        of("address", "常住户口所在地住址", maxlength=200),
    )


def evidence_panel(work: Work) -> EvidencePanel:
    """Step 2: any one of six documents is enough; without one, the tolerant path (第三条)."""
    return EvidencePanel(
        items=tuple(_item(work, n) for n in range(len(work.view.evidence))),
        add_url=act_url(work.view.id, "evidence"),
        fields=_evidence_fields(work),
        tolerant=() if work.serving else _tolerant(work),
        tolerant_closed="" if work.serving else _tolerant_note(work),
        read_document=Action(
            "读居民身份证",
            url=act_url(work.view.id, "read-card"),
            post=True,
            key="F2",
            icon="id",
        ),
    )


def _item(work: Work, n: int) -> EvidenceItem:
    one = work.view.evidence[n]
    paper = Evidence(one.kind, one.valid_until)
    does = serves(paper, reason=work.view.reason, on=local_date(work.at))
    is_lost = one.kind is EvidenceKind.ID_CARD and work.view.reason is Reason.LOST
    why = "仅限换领，补领不能用" if is_lost else "已过有效期"
    number = one.read_fields.get("id_number", "")
    pages = f"共 {one.pages} 页" if one.pages > 1 else ""
    return EvidenceItem(
        label=one.label,
        serves=Tag("可作凭证", Tone.OK) if does else Tag(why, Tone.WARN),
        number=id_number.mask(number) if number else pages,
        valid_until=one.valid_until.isoformat() if one.valid_until else "",
        photo=Photo(
            intake_picture_url(work.view.id, f"evidence-{n + 1}-1"), f"{one.label}影像", pages
        )
        if one.pages
        else None,
        remove=Action(
            "移除",
            url=reverse("station:intake-evidence-remove", args=[work.view.id, one.id]),
            post=True,
            style=ActionStyle.QUIET,
        ),
    )


def _evidence_fields(work: Work) -> tuple[Field, ...]:
    typed = work.typed
    is_lost = work.view.reason is Reason.LOST
    kinds = tuple(
        Option(
            kind.value,
            kind.label,
            note="仅限换领" if kind is EvidenceKind.ID_CARD else "",
            key=str(n),
            blocked="丢失补领不能用居民身份证作凭证 第三条(一)2"
            if kind is EvidenceKind.ID_CARD and is_lost
            else "",
        )
        for n, kind in enumerate(EvidenceKind, start=1)
    )
    return (
        Field(
            "kind",
            "证件种类",
            FieldKind.RADIO,
            value=typed.value("kind", ""),
            options=kinds,
            clause="第三条(一)",
            error=typed.error("kind"),
            focus=not work.view.evidence,
        ),
        _text(work, "valid_until", "有效期至", kind=FieldKind.DATE, width="s", hint="长期的不填。"),
        _text(work, "description", "证件名称", width="m", hint="选“其他”的写明名称。"),
        Field(
            "image",
            "影像（可多选）",
            FieldKind.FILE,
            required=False,
            width="m",
            accept="image/jpeg,image/png,image/webp",
            multiple=True,
            error=typed.error("image"),
            hint="每页一张照片或扫描件，存入一人一档。",
        ),
        _text(work, "read_name", "证件上的姓名", width="m", hint="与人口库对照，可不填。"),
        _text(work, "read_id_number", "证件上的号码", width="m", spaced=True),
    )


def _text(work: Work, name: str, label: str, **more: object) -> Field:
    return Field(
        name,
        label,
        value=work.typed.value(name, ""),
        error=work.typed.error(name),
        required=False,
        **more,  # type: ignore[arg-type]
    )


def _tolerant(work: Work) -> tuple[Requirement, ...]:
    view = work.view
    settled = view.identity_confirmed is True
    compare = reverse("station:intake-step", args=[view.id, "compare"])

    def part(text: str, is_done: bool, label: str = "") -> Requirement:
        action = Action(label, url=compare) if label and not is_done else None
        return Requirement(text, Tone.OK if is_done else Tone.NONE, action)

    return (
        part("查看历史受理信息", view.history_viewed_at is not None, "去查看"),
        part("现场比对人像和已登记的指纹", work.is_compared, "去比对"),
        part("由您明确认定是本人", settled, "去认定"),
        part("申请人签署书面承诺", False),
    )


def _tolerant_note(work: Work) -> str:
    if work.view.identity_confirmed is False:
        return "身份已认为不能认定，不能容缺受理；出示任何一种有效证件仍可继续。"
    return (
        "书面承诺暂按纸质办理，本系统还不能凭承诺合成。请先请申请人出示任一证件；"
        "今天带不来的，打印一次性告知，受理保留，在任一派出所都可继续。"
    )


def compare_panel(work: Work, *, history: tuple[Happening, ...] = ()) -> ComparePanel:
    """Step 3: pictures, fingerprint, the officer's own result and statement."""
    view = work.view
    existing = register_photo(work)
    return ComparePanel(
        existing=(existing,) if existing else (),
        live=live_photo(work),
        live_url=act_url(view.id, "live"),
        face=_face(view.face),
        face_note=_face_note(view.face),
        fingerprint=_print(view.fingerprint),
        fingerprint_note=_print_note(work),
        comparison=comparison(work, with_paper=True),
        statement_url=act_url(view.id, "identity"),
        statements=_statements(work),
        statement_note=_statement_note(work),
        stated=_stated(work),
        unsettled=_unsettled(work),
        means_left=_means_left(work),
        history=history,
        history_seen=f"{local(view.history_viewed_at):%H:%M} 已查看"
        if view.history_viewed_at
        else "",
        history_link=Action(
            "再看" if view.history_viewed_at else "查看",
            url=act_url(view.id, "history"),
            post=True,
            key="H",
        ),
        camera=_camera(work),
        scanner=_scanner(work),
        judge_url=act_url(view.id, "face"),
        judge=Field(
            "face",
            "人像比对",
            FieldKind.RADIO,
            value="" if view.face is FaceResult.NOT_DONE else view.face.value,
            options=tuple(
                Option(one.value, one.label) for one in FaceResult if one is not FaceResult.NOT_DONE
            ),
            required=False,
        ),
    )


def _camera(work: Work) -> Action:
    label = "重拍" if work.view.has_live else "拍现场照片"
    url = act_url(work.view.id, "live")
    return Action(label, url=url, post=True, key="F4", icon="camera", fields=(("by", "camera"),))


def _scanner(work: Work) -> Action:
    blocked = ""
    if not work.view.record["card"]["fingerprint_registered"]:
        blocked = "人口库没有登记指纹，不必比对"
    url = act_url(work.view.id, "fingerprint")
    return Action("比对指纹", url=url, post=True, key="F3", icon="fingerprint", blocked=blocked)


def _face(result: FaceResult) -> Tag:
    tones = {
        FaceResult.SAME: Tone.OK,
        FaceResult.DIFFERENT: Tone.BAD,
        FaceResult.UNCLEAR: Tone.WARN,
        FaceResult.NOT_DONE: Tone.INFO,
    }
    return Tag(result.label, tones[result])


def _face_note(result: FaceResult) -> str:
    if result is FaceResult.NOT_DONE:
        return "看照片和本人后选定；按“是本人”即记为相同"
    return "由您看过后选定"


def _print(result: FingerprintResult) -> Tag:
    tones = {
        FingerprintResult.SAME: Tone.OK,
        FingerprintResult.DIFFERENT: Tone.BAD,
        FingerprintResult.UNCLEAR: Tone.WARN,
    }
    return Tag(result.label, tones.get(result, Tone.INFO))


def _print_note(work: Work) -> str:
    if not work.view.record["card"]["fingerprint_registered"]:
        return "人口库没有登记指纹，以人像和证件为准"
    if work.view.fingerprint is FingerprintResult.NOT_DONE:
        return "人口库有登记，存疑时请比对"
    return "与人口库登记的指纹比对"


def _statements(work: Work) -> tuple[Action, ...]:
    url = act_url(work.view.id, "identity")
    return (
        Action("是本人", url=url, post=True, key="Y", fields=(("confirmed", "yes"),)),
        Action("还不能确认", url=url, post=True, key="N", fields=(("confirmed", "not-yet"),)),
    )


def _stated(work: Work) -> Tag | None:
    view = work.view
    if view.identity_confirmed is True:
        return Tag("已确认是本人", Tone.OK)
    if view.identity_confirmed is False:
        return Tag("经各种手段仍不能确认", Tone.BAD)
    return Tag("还不能确认", Tone.WARN) if view.identity_at else None


def _statement_note(work: Work) -> str:
    if work.view.identity_confirmed is False:
        if work.desk.verdict.outcome is Outcome.REFUSE:
            return "按规范属于不予异地受理情形，可在右侧办理；有新的证明时仍可改为“是本人”。"
        return "已有有效证件或不属于五种情形的，不得拒绝，请继续核实。第十五条(二)"
    return ""


def _has_tried_means(work: Work) -> bool:
    """Whether the other means have been tried: history seen, face and print compared."""
    view = work.view
    is_registered = view.record["card"]["fingerprint_registered"]
    print_done = not is_registered or view.fingerprint in (
        FingerprintResult.SAME,
        FingerprintResult.DIFFERENT,
        FingerprintResult.UNCLEAR,
    )
    seen = view.history_viewed_at is not None
    return seen and view.face is not FaceResult.NOT_DONE and print_done


def _unsettled(work: Work) -> Action | None:
    """经各种手段仍不能确认: a separate, later choice."""
    view = work.view
    if view.identity_confirmed is not None or view.identity_at is None:
        return None
    if not _has_tried_means(work):
        return None
    return Action(
        "经各种手段仍不能确认",
        url=act_url(view.id, "identity"),
        post=True,
        style=ActionStyle.DANGER,
        fields=(("confirmed", "no"),),
    )


def _means_left(work: Work) -> tuple[str, ...]:
    """What else would prove identity, while the officer cannot yet say so."""
    view = work.view
    if view.identity_at is None or view.identity_confirmed is True:
        return ()
    means = []
    if view.history_viewed_at is None:
        means.append("查看历史受理信息和历次照片（H）")
    if view.face is FaceResult.NOT_DONE:
        means.append("拍现场照片，与人口库照片比对（F4）")
    if view.record["card"]["fingerprint_registered"] and view.fingerprint in (
        FingerprintResult.NOT_DONE,
        FingerprintResult.NO_TEMPLATE,
    ):
        means.append("比对人口库登记的指纹（F3）")
    shown = {one.kind for one in view.evidence}
    if not shown - {EvidenceKind.ID_CARD}:
        means.append("户口簿、居住证、驾驶证、护照等任一有效证件")
    if Ask.SETTLE_IDENTITY in work.desk.verdict.asks:
        means.append("由户籍派出所电话或书面协查，答复后在这里确认")
    return tuple(means)
