"""The fields of how a card reaches the applicant: way, recipient, phone, address (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.cases.operations.courier_way import Contact
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.present_parcels import CLAUSE, FEE
from tongban.desks.station.intake_forms import LONGEST_ADDRESS, Faults
from tongban.policy.vocabulary import Delivery

ADDRESS_HINT = "邮政速递寄到这里：从省写起，写到门牌号。到所领取的印在登记表上。"


def delivery_field(value: str, *, error: str = "", keys: tuple[str, str] = ("", "")) -> Field:
    """Collected at the station, or mailed; the way is the applicant's choice."""
    return Field(
        "delivery",
        "领证方式",
        FieldKind.RADIO,
        value,
        hint=FEE,
        width="m",
        error=error,
        clause=CLAUSE,
        options=(
            Option(Delivery.STATION.value, Delivery.STATION.label, "证件到所后短信通知", keys[0]),
            Option(
                Delivery.COURIER.value,
                Delivery.COURIER.label,
                "制证中心直接寄到登记地址",
                keys[1],
            ),
        ),
    )


def recipient_field(value: str, *, error: str = "", required: bool = False) -> Field:
    """Whose name the parcel bears; asked of a parcel alone."""
    return Field(
        "recipient",
        "收件人",
        value=value,
        error=error,
        hint="选邮政速递时填写，通常是申请人本人；邮递员打上面的电话。",
        width="m",
        required=required,
        maxlength=50,
    )


def way_fields(
    stored: Contact,
    *,
    applicant: str,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    keys: tuple[str, str] = ("", ""),
) -> tuple[Field, ...]:
    """All four, as stored or as they came back."""

    def of(name: str, before: str) -> str:
        return values.get(name, before)

    delivery = of("delivery", stored.delivery.value)
    is_mailed = delivery == Delivery.COURIER
    return (
        delivery_field(delivery, error=errors.get("delivery", ""), keys=keys),
        _phone_field(of("phone", stored.phone), error=errors.get("phone", "")),
        recipient_field(
            of("recipient", stored.recipient or applicant),
            error=errors.get("recipient", ""),
            required=is_mailed,
        ),
        _address_field(
            of("address", stored.address), error=errors.get("address", ""), required=is_mailed
        ),
    )


def _phone_field(value: str, *, error: str) -> Field:
    return Field("phone", "联系电话", FieldKind.TEL, value, error=error, width="m", maxlength=24)


def _address_field(value: str, *, error: str, required: bool) -> Field:
    return Field(
        "address",
        "登记地址",
        value=value,
        error=error,
        hint=ADDRESS_HINT,
        required=required,
        maxlength=LONGEST_ADDRESS,
    )


def way_form(form: Mapping[str, str]) -> Contact:
    """Read the four fields; what the operation judges itself is left to it."""
    faults = Faults()
    delivery = faults.choice(form, "delivery", of=Delivery)
    if delivery is None and not faults.found:
        faults.add("delivery", "请选择到派出所领取，还是邮政速递。", CLAUSE)
    address = faults.text(form, "address", longest=LONGEST_ADDRESS)
    recipient = faults.text(form, "recipient", longest=LONGEST_ADDRESS)
    faults.check()
    phone = "".join(form.get("phone", "").split())
    return Contact(delivery or Delivery.STATION, phone, address, recipient)
