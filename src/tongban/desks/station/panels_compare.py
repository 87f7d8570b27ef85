"""The middle of step 3: pictures, fingerprint, the officer's result and statement."""

from __future__ import annotations

from django.urls import reverse

from tongban.cases.queries.intake_screen import InquiryView
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, Photo, Tag, Tone
from tongban.desks.station.intake_state import HISTORY, HISTORY_CLOSED, Work, act_url, step_url
from tongban.desks.station.present_identity import (
    comparison,
    live_photo,
    register_photo,
)
from tongban.desks.station.present_inquiry import home_words, state_of
from tongban.desks.station.screens import StepKey
from tongban.desks.station.steps import ComparePanel, InquiryNote
from tongban.desks.station.steps_tolerant import PastLine
from tongban.policy.vocabulary import (
    Ask,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Outcome,
)
from tongban.standards.zones import local


def compare_panel(work: Work, *, past: tuple[PastLine, ...] = ()) -> ComparePanel:
    """Step 3: pictures, fingerprint, the officer's own result and statement."""
    view = work.view
    existing = register_photo(work) or _latest(past)
    return ComparePanel(
        existing=(existing,) if existing else (),
        live=live_photo(work),
        live_url=act_url(view.id, "live"),
        face=_face(view.face),
        face_note=_face_note(work),
        fingerprint=_print(view.fingerprint),
        fingerprint_note=_print_note(work),
        comparison=comparison(work, with_paper=True),
        statement_url=act_url(view.id, "identity"),
        statements=_statements(work),
        statement_note=_statement_note(work),
        stated=_stated(work),
        unsettled=_unsettled(work),
        means_left=_means_left(work),
        past=past,
        history_seen=_history_seen(work),
        history_link=_open_history(work, is_shown=bool(past)),
        history_close=_close_history(work),
        history_focus=work.part == HISTORY,
        camera=_camera(work),
        scanner=_scanner(work),
        inquiries=_inquiries(work),
        ask=_ask(work),
        judge_url=act_url(view.id, "face"),
        judge=_judge(view.face),
    )


def _judge(face: FaceResult) -> Field:
    """What the officer sees of both pictures; no machine judges (第三条(二))."""
    results = (one for one in FaceResult if one is not FaceResult.NOT_DONE)
    return Field(
        "face",
        "人像比对",
        FieldKind.RADIO,
        value="" if face is FaceResult.NOT_DONE else face.value,
        options=tuple(Option(one.value, one.label) for one in results),
        required=False,
    )


def _history_seen(work: Work) -> str:
    at = work.view.history_viewed_at
    return f"{local(at):%H:%M} 已查看" if at else ""


def _open_history(work: Work, *, is_shown: bool) -> Action:
    """H opens the history and closes it; closed, the focus is back where it was."""
    return Action(
        "再看" if work.view.history_viewed_at else "查看",
        url=act_url(work.view.id, "history"),
        post=True,
        key="" if is_shown else "H",
        focus=work.part == HISTORY_CLOSED,
    )


def _close_history(work: Work) -> Action:
    url = step_url(work.view.id, StepKey.COMPARE)
    return Action("收起", url=f"{url}?history=closed", key="H", style=ActionStyle.QUIET)


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


def _latest(past: tuple[PastLine, ...]) -> Photo | None:
    """The newest historic picture, where the register has no photo of the card."""
    pictures = [one.photo for one in past[:-1] if one.photo is not None]
    return pictures[-1] if pictures else None


def _face_note(work: Work) -> str:
    if work.view.face is FaceResult.NOT_DONE:
        return "看照片和本人后选定；按“是本人”即记为相同"
    return _judged(work)


def _judged(work: Work) -> str:
    """Who judged and when: the officer, never a machine (第三条(二))."""
    view = work.view
    if view.compared_at is None:
        return ""
    return f"{view.compared_by} {local(view.compared_at):%H:%M} 判定".strip()


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
    return f"与人口库登记的指纹比对，{_judged(work)}"


def _statements(work: Work) -> tuple[Action, ...]:
    url = act_url(work.view.id, "identity")
    return (
        Action("是本人", url=url, post=True, key="Y", fields=(("confirmed", "yes"),)),
        Action("还不能确认", url=url, post=True, key="N", fields=(("confirmed", "not-yet"),)),
    )


def _stated(work: Work) -> Tag | None:
    view = work.view
    if view.identity_confirmed is True:
        at = f"{local(view.identity_at):%H:%M} " if view.identity_at else ""
        return Tag("已确认是本人", Tone.OK, f"{at}{view.identity_by}认定")
    if view.identity_confirmed is False:
        return Tag("经各种手段仍不能确认", Tone.BAD)
    return Tag("还不能确认", Tone.WARN) if view.identity_at else None


def _statement_note(work: Work) -> str:
    if work.view.identity_confirmed is False:
        if work.desk.verdict.outcome is Outcome.REFUSE:
            return "按规范属于不予异地受理情形，可在右侧办理；有新的证明时仍可改为“是本人”。"
        return "已有有效证件或不属于五种情形的，不得拒绝，请继续核实。第十五条(二)"
    if work.view.face is FaceResult.NOT_DONE:
        return "按“是本人”即记人像相同。还不能确认不等于拒绝：会列出还能用什么证明。"
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
    if Ask.SETTLE_IDENTITY in work.desk.verdict.asks and not view.inquiries:
        means.append("由户籍派出所协查（Q），答复后在这里确认")
    return tuple(means)


def _ask(work: Work) -> Action | None:
    """发起协查: once the officer has said that he cannot tell yet, and nobody is being asked."""
    view = work.view
    if not view.is_open or view.identity_at is None or view.identity_confirmed is True:
        return None
    if any(one.answer is None for one in view.inquiries):
        return None
    url = reverse("station:intake-inquiry", args=[view.id])
    return Action("再次发起协查" if view.inquiries else "发起协查", url=url, key="Q")


def _inquiries(work: Work) -> tuple[InquiryNote, ...]:
    return tuple(_note(work, one) for one in reversed(work.view.inquiries))


def _note(work: Work, one: InquiryView) -> InquiryNote:
    home = home_words(one.home_unit, one.home_office, rules=work.rules)
    at = one.answered_at or one.asked_at
    who = one.answerer or home
    done = f"{who} {moment_phrase(at, work.at)}答复" if one.answer else f"问 {home}"
    return InquiryNote(
        state=state_of(one.answer, is_open=work.view.is_open),
        words=one.words,
        note=done if one.answer else f"{done} · {moment_phrase(at, work.at)}发起",
        link=Action("查看协查", url=reverse("station:inquiry", args=[one.id])),
    )
