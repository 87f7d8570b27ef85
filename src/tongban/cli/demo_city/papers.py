"""What is shown, captured and signed at a window in the demonstration."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

from tongban.biometrics.measures import measure
from tongban.biometrics.photo import measures_report
from tongban.blobs.drawers import Recipe, draw
from tongban.blobs.kinds import BlobKind
from tongban.cases.operations.guardian import Guardian
from tongban.cases.operations.intake_capture import Finger, Wishes
from tongban.cases.operations.intake_checks import Shown
from tongban.cli.demo_city import drawers
from tongban.cli.demo_city.plan import Mail, Plan
from tongban.cli.demo_city.town import Drawn
from tongban.policy.units import Unit
from tongban.policy.vocabulary import Delivery, EvidenceKind, Priority, Reason, Ward
from tongban.simulators.people.features import Variant
from tongban.simulators.people.person import Person
from tongban.simulators.people.places import home_at
from tongban.standards.ages import full_years

_HURRY = ("出差用证", "办理银行业务急需", "学生考试报名", "就医住院登记", "购买车票")
_HANDS = (11, 16)
ADULT = 18
_DOCUMENTS = (
    (EvidenceKind.HOUSEHOLD_REGISTER, 60),
    (EvidenceKind.DRIVING_LICENCE, 20),
    (EvidenceKind.RESIDENCE_PERMIT, 14),
    (EvidenceKind.PASSPORT, 6),
)
_DOCUMENTS_OF_A_CHILD = ((EvidenceKind.HOUSEHOLD_REGISTER, 9), (EvidenceKind.PASSPORT, 1))
_NO_PRINT = ("手指脱皮", "外伤包扎", "指纹磨损")


def evidence(plan: Plan, *, page: str, on: date, chance: Random) -> Shown:
    """The document shown: the old card for a renewal, something else when it is lost."""
    record, card = plan.person.record, plan.person.record.card
    read = {"name": record.name, "id_number": record.id_number}
    if plan.reason is not Reason.LOST and card is not None and chance.random() < 0.7:
        return Shown(EvidenceKind.ID_CARD, card.valid_until, "", read, (page,))
    is_grown = full_years(record.birth_date, on=on) >= ADULT
    kinds = _DOCUMENTS if is_grown else _DOCUMENTS_OF_A_CHILD
    kind = chance.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
    if kind is EvidenceKind.HOUSEHOLD_REGISTER:
        return Shown(kind, None, "", read | {"address": record.address}, (page,))
    return Shown(kind, on + timedelta(days=chance.randint(90, 2200)), "", read, (page,))


def face(person: Person, *, variant: Variant, on: date, kind: BlobKind) -> Drawn:
    """A portrait as a recipe."""
    age = full_years(person.record.birth_date, on=on)
    sex = person.record.sex.value
    return Drawn(
        drawers.FACE,
        kind,
        {"seed": person.seed, "age": age, "sex": sex, "variant": variant.value},
    )


def standard_photo(person: Person, *, on: date) -> Drawn:
    """The standard photo taken at the window."""
    return face(person, variant=Variant.STANDARD, on=on, kind=BlobKind.STANDARD_PHOTO)


def live_picture(person: Person, *, on: date) -> Drawn:
    """The picture taken for the comparison."""
    return face(person, variant=Variant.LIVE, on=on, kind=BlobKind.LIVE_PICTURE)


def poor_photo(person: Person, *, on: date) -> Drawn:
    """A photo that a reviewer returns: the picture for comparison, taken in passing."""
    return face(person, variant=Variant.LIVE, on=on, kind=BlobKind.STANDARD_PHOTO)


def anew(person: Person, *, on: date) -> Drawn:
    """The standard photo taken once more after a return: the same face, another picture."""
    return face(person, variant=Variant.RECORD, on=on, kind=BlobKind.STANDARD_PHOTO)


def print_of(person: Person, finger: int, *, press: int) -> Drawn:
    """A registered print as a recipe."""
    return Drawn(
        drawers.FINGER,
        BlobKind.FINGERPRINT_TEMPLATE,
        {"seed": person.seed, "finger": finger, "press": press},
    )


def signature(seed: str) -> Drawn:
    """A signature on the pad."""
    return Drawn(drawers.SIGNATURE, BlobKind.SIGNATURE, {"seed": seed})


def copy_of_document(seed: str) -> Drawn:
    """The copy of a document shown."""
    return Drawn(drawers.DOCUMENT, BlobKind.EVIDENCE, {"seed": seed})


def fingers(templates: tuple[str, str], *, chance: Random) -> list[Finger]:
    """One print a hand; now and then a hand has none, with the reason."""
    missing = chance.choice(_HANDS) if chance.random() < 0.02 else None
    return [
        Finger(code, missing_reason=chance.choice(_NO_PRINT))
        if code == missing
        else Finger(code, template=template, quality=chance.randint(58, 95))
        for code, template in zip(_HANDS, templates, strict=True)
    ]


def report_on(drawn: Drawn) -> dict[str, Any]:
    """The measured values of a photo, as the window keeps them."""
    with Image.open(BytesIO(draw(Recipe(drawn.drawer, drawn.arguments)))) as picture:
        found = measure(picture.convert("RGB"), cut_width=716, cut_height=882)
    return {
        "usable": all(one.is_met or one.check.is_advice for one in found),
        "measures": measures_report(found),
    }


def wishes(plan: Plan, *, station: Unit, temporary: bool, chance: Random) -> Wishes:
    """How the applicant wants it, and where to be reached."""
    hurried = plan.priority is Priority.EXPEDITED
    is_mailed = plan.mail is not Mail.NONE
    return Wishes(
        reason=plan.reason,
        priority=plan.priority,
        priority_reason=chance.choice(_HURRY) if hurried else "",
        delivery=Delivery.COURIER if is_mailed else Delivery.STATION,
        recipient=plan.person.record.name if is_mailed else "",
        address=home_at(chance, station=station).address,
        phone=plan.person.mobile,
        temporary=temporary,
    )


def guardian(plan: Plan, *, page: str) -> Guardian | None:
    """The parent who came with a child, with the identity card shown."""
    if plan.guardian is None:
        return None
    record = plan.guardian.record
    return Guardian(
        name=record.name,
        id_number=record.id_number,
        relation="母亲" if record.sex.value == "2" else "父亲",
        ward=Ward.MINOR,
        phone=plan.guardian.mobile,
        evidence=EvidenceKind.ID_CARD,
        pages=(page,),
    )
