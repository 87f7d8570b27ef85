"""Erasing biometrics once an intake or a case has ended without a card (个人信息保护法 第十九条).

The event says how many pictures went; the chain and the references stay. A photo on a signed form is
kept with the file (第八条). What the same person's other application still needs is left to that one.
The picture that a refusal rests on is its evidence, and stays as long as the refusal can be contested.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.blobs import store
from tongban.blobs.errors import BlobUnknown
from tongban.cases.biometrics_kept import of_case, of_intake, still_used
from tongban.cases.models import CaptureElsewhere, Case, ComposedVersion, Intake, Refusal
from tongban.cases.models.case import WITHOUT_CARD
from tongban.cases.models.intake import WITHOUT_CASE
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_case, act_on_intake
from tongban.cases.operations.errors import Barred, OperationError
from tongban.cases.operations.office import office
from tongban.cases.refusal_evidence import RESTS_ON_PICTURE
from tongban.procedure.actors import SYSTEM
from tongban.procedure.acts import Act
from tongban.standards.zones import local

EVENT = "BiometricsErased"
CLAUSE = "个人信息保护法 第十九条"


def erase_of_case(case_id: UUID, call: Call) -> Done:
    """Erase what was captured for a case that ended without a card; raises ``Barred`` too early."""
    gone: set[str] = set()

    def decide(case: Case) -> Decision:
        _demand_time(case.ended_at, case.erased_at, kept=_kept(call.at), at=call.at)
        versions = ComposedVersion.objects.filter(case=case)
        captures = CaptureElsewhere.objects.filter(case=case)
        found = of_case(versions, Intake.objects.filter(case=case), captures)
        gone.update(found - still_used(bytes(case.person_key), but=case))
        return _erased(len(gone), at=call.at)

    with transaction.atomic():
        done = act_on_case(case_id, Act.ERASE_BIOMETRICS, call, decide=decide)
        return _release(done, gone, at=call.at)


def erase_of_intake(intake_id: UUID, call: Call) -> Done:
    """Erase what was captured in an intake from which no case came; raises ``Barred`` too early."""
    gone: set[str] = set()

    def decide(intake: Intake) -> Decision:
        contested = _on_picture().filter(intake=intake).exists()
        kept = _kept_contested(call.at) if contested else _kept(call.at)
        _demand_time(intake.ended_at, intake.erased_at, kept=kept, at=call.at)
        gone.update(of_intake(intake) - still_used(bytes(intake.person_key), but=intake))
        return _erased(len(gone), at=call.at)

    with transaction.atomic():
        done = act_on_intake(intake_id, Act.ERASE_BIOMETRICS, call, decide=decide)
        return _release(done, gone, at=call.at)


def _demand_time(
    ended_at: datetime | None, erased_at: datetime | None, *, kept: timedelta, at: datetime
) -> None:
    if erased_at is not None or ended_at is None:
        raise Barred("采集的指纹和照片已经清除。", clause=CLAUSE)
    opens_at = ended_at + kept
    if at < opens_at:
        raise Barred(f"{local(opens_at):%Y年%m月%d日} 起方可清除。", clause=CLAUSE)


def _kept(at: datetime) -> timedelta:
    return timedelta(days=office().terms(at).biometrics_kept_days)


def _kept_contested(at: datetime) -> timedelta:
    return timedelta(days=office().terms(at).refusal_picture_kept_days)


def _on_picture() -> QuerySet[Refusal]:
    """Refusals whose evidence is the comparison on site."""
    rests = Q()
    for ground in RESTS_ON_PICTURE:
        rests |= Q(grounds__contains=[{"code": ground.value}])
    return Refusal.objects.filter(rests)


def _erased(count: int, *, at: datetime) -> Decision:
    return Decision(event=EVENT, changes={"erased_at": at}, data={"pictures": count})


def _release(done: Done, gone: set[str], *, at: datetime) -> Done:
    """Erase the contents with the event, in one transaction; a repeat has nothing to erase."""
    if done.repeated:
        return done
    for ref in sorted(gone):
        try:
            store.erase(ref, at=at)
        except BlobUnknown:
            continue
    return done


def erase_due(at: datetime, *, limit: int) -> int:
    """Erase for everything whose time is over, the longest ended first; returns how many."""
    before = at - _kept(at)
    cases = Case.objects.filter(stage__in=WITHOUT_CARD, erased_at=None, ended_at__lte=before)
    # What was accepted elsewhere was captured elsewhere; here it is the file of a review.
    cases = cases.exclude(accepting_unit="")
    contested = Exists(_on_picture().filter(intake=OuterRef("id"), at__gt=at - _kept_contested(at)))
    intakes = Intake.objects.filter(
        ~contested, stage__in=WITHOUT_CASE, erased_at=None, ended_at__lte=before
    )
    done = 0
    for rows, erase in ((cases, erase_of_case), (intakes, erase_of_intake)):
        for subject in rows.order_by("ended_at", "id").values_list("id", flat=True)[:limit]:
            try:
                erase(subject, Call(SYSTEM, at, uuid5(subject, EVENT)))
            except OperationError:
                continue
            done += 1
    return done
