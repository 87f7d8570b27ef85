"""From JSON to a ``Situation``: every field in the order of the contract, first fault first."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.policy.situation import (
    CardOnRecord,
    Comparison,
    Details,
    Evidence,
    Record,
    Situation,
)
from tongban.policy.terms import NoPolicyInForce, TermsBook
from tongban.policy.units import City
from tongban.policy.vocabulary import (
    Delivery,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Reason,
    Residence,
    Sex,
)
from tongban.policy.wire import fields
from tongban.policy.wire.fields import Fault, JsonObject
from tongban.standards import ethnic_groups, id_number, timestamps
from tongban.standards.zones import local_date

_REASONS = fields.codes(Reason)
_SEXES = fields.codes(Sex)
_KINDS = fields.codes(EvidenceKind)
_FACE = fields.codes(FaceResult)
_FINGERPRINT = fields.codes(FingerprintResult)
_DELIVERIES = fields.codes(Delivery)
_RESIDENCE = fields.codes(Residence)
_PERMANENT = "LONG_TERM"


@dataclass(frozen=True, slots=True)
class Question:
    """A situation and the id under which it is answered."""

    id: str
    situation: Situation


def read_question(source: JsonObject, *, city: City, terms_book: TermsBook) -> Question:
    """The situation that ``source`` describes; unknown keys are ignored. Raises ``Fault``."""
    question_id = fields.text(source, "id")
    at = _moment(source, terms_book=terms_book)
    on = local_date(at)
    situation = Situation(
        at=at,
        accepting_unit=_station(fields.text(source, "accepting_unit"), "accepting_unit", city=city),
        reason=fields.choice(source, "reason", among=_REASONS),
        declared=_declared(source, on=on),
        record=_record(source, city=city),
        evidence=_evidence(source),
        comparison=_comparison(fields.child(source, "comparison")),
        identity_confirmed=fields.flag_or_none(source, "identity_confirmed"),
        commitment_signed=fields.flag(source, "commitment_signed"),
        document_offence=fields.flag(source, "document_offence"),
        bad_credit=fields.flag(source, "bad_credit"),
        expedited=fields.flag(source, "expedited"),
        delivery=fields.choice(source, "delivery", among=_DELIVERIES),
        wants_temporary=fields.flag(source, "wants_temporary"),
        residence=fields.choice(source, "residence", among=_RESIDENCE),
    )
    return Question(id=question_id, situation=situation)


def _moment(source: JsonObject, *, terms_book: TermsBook) -> datetime:
    try:
        at = timestamps.parse(fields.text(source, "at"))
        terms_book.at(at)
    except Fault:
        raise
    except (ValueError, NoPolicyInForce) as error:
        raise Fault("at", str(error)) from None
    return at


def _station(code: str, field: str, *, city: City) -> str:
    if city.station(code) is None:
        raise Fault(field, "应为本市派出所的机构代码")
    return code


def _details(source: JsonObject, at: str, *, born_by: date | None) -> Details:
    """The six details; ``born_by`` given: the ID number must satisfy GB 11643 on that day."""
    return Details(
        name=fields.text(source, "name", at),
        sex=fields.choice(source, "sex", at, among=_SEXES),
        ethnicity=_ethnicity(source, at),
        birth_date=fields.day(source, "birth_date", at),
        id_number=_id_number(source, at, born_by=born_by),
        address=fields.text(source, "address", at),
        address_division=fields.division(source, "address_division", at),
    )


def _ethnicity(source: JsonObject, at: str) -> str:
    code = ethnic_groups.canonical(fields.text(source, "ethnicity", at))
    if code is None:
        raise Fault(at + "ethnicity", "应为 GB/T 3304 的两位民族代码")
    return code


def _id_number(source: JsonObject, at: str, *, born_by: date | None) -> str:
    text = fields.text(source, "id_number", at)
    if born_by is None:
        return text
    try:
        return id_number.checked(text, not_after=born_by)
    except id_number.IdNumberError as error:
        raise Fault(at + "id_number", str(error)) from None


def _declared(source: JsonObject, *, on: date) -> Details:
    return _details(fields.child(source, "declared"), "declared.", born_by=on)


def _record(source: JsonObject, *, city: City) -> Record | None:
    if fields.required(source, "record") is None:
        return None
    record = fields.child(source, "record")
    details = _details(record, "record.", born_by=None)
    home = fields.required(record, "home_unit", "record.")
    if home is None and details.address_division.startswith("3708"):
        raise Fault("record.home_unit", "户籍在本市的须给出户籍派出所")
    if home is not None:
        home = _station(fields.text(record, "home_unit", "record."), "record.home_unit", city=city)
    return Record(
        details=details,
        home_unit=home,
        card=_card(fields.child(record, "card", "record.")),
    )


def _card(card: JsonObject) -> CardOnRecord:
    at = "record.card."
    issued = fields.flag(card, "issued", at)
    is_permanent = fields.required(card, "expires", at) == _PERMANENT
    return CardOnRecord(
        issued=issued,
        expires=None if is_permanent else fields.day_or_none(card, "expires", at),
        is_permanent=is_permanent,
        fingerprint_registered=fields.flag(card, "fingerprint_registered", at),
    )


def _evidence(source: JsonObject) -> tuple[Evidence, ...]:
    papers = fields.required(source, "evidence")
    if not isinstance(papers, list):
        raise Fault("evidence", "应为列表")
    found = []
    for index, paper in enumerate(papers):
        if not isinstance(paper, dict):
            raise Fault(f"evidence[{index}]", "应为对象")
        at = f"evidence[{index}]."
        found.append(
            Evidence(
                kind=fields.choice(paper, "kind", at, among=_KINDS),
                valid_until=fields.day_or_none(paper, "valid_until", at),
            )
        )
    return tuple(found)


def _comparison(source: JsonObject) -> Comparison:
    at = "comparison."
    return Comparison(
        history_viewed=fields.flag(source, "history_viewed", at),
        face=fields.choice(source, "face", at, among=_FACE),
        fingerprint=fields.choice(source, "fingerprint", at, among=_FINGERPRINT),
    )
