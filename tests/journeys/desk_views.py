"""Which pages of which desks are opened and kept in pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.journeys.house import House

ARRIVED = "stream = 'INCOMING' AND stage = 'IN_REVIEW'"
WATCHED = (
    "id = (SELECT case_id FROM cases_obligation WHERE kind = 'WATCH_ANSWER'"
    " AND closed_at IS NULL ORDER BY due_at {} LIMIT 1)"
)
NO_CARD_YET = (
    "stage = 'IN_REVIEW' AND stream = 'INTERNAL'"
    " AND id NOT IN (SELECT case_id FROM cases_temporarydocument)"
)
BATCHED = (
    # By the hour a batch is on its way or counted in; the one not counted first.
    "id = (SELECT card.case_id FROM cases_card card JOIN cases_batch batch"
    " ON batch.id = card.batch_id"
    " ORDER BY batch.received_at IS NULL DESC, batch.sent_at DESC LIMIT 1)"
)
PROMISED = "stream <> 'INCOMING' AND id IN (SELECT case_id FROM cases_temporarydocument)"
CONTRADICTED = (
    "id IN (SELECT case_id FROM cases_obligation"
    " WHERE kind = 'SETTLE_ANSWER' AND closed_at IS NULL)"
)


@dataclass(frozen=True)
class View:
    """One page: whose, where (of the first case that ``of`` finds), what is pressed first.

    ``of`` is the name of a stage, or a condition on ``cases_case``; ``{batch}`` in the path is the
    batch of the case's card.
    """

    name: str
    login: str
    path: str
    of: str = ""
    press: str = ""
    desk_only: bool = False


VIEWS = (
    View("sign-in", "", "/sign-in/"),
    View("station-work", "{station}-sl1", "/station/", "AT_STATION"),
    View("station-intake", "{station}-sl1", "/station/intake/", "AT_STATION"),
    View("station-returns", "{station}-sl1", "/station/returns/", "RETURNED"),
    View("station-return", "{station}-sl1", "/station/returns/{id}/", "RETURNED"),
    View("station-return-camera", "{station}-sl1", "/station/returns/{id}/camera/", "RETURNED"),
    View(
        "station-return-out",
        "{station}-sl1",
        "/station/returns/{id}/",
        "stream = 'OUTGOING' AND stage = 'RETURNED'",
    ),
    View("station-cards", "{station}-zj1", "/station/cards/", "AT_STATION"),
    View("station-hand-over", "{station}-zj1", "/station/cards/{id}/", "AT_STATION"),
    View("station-money", "{station}-sl1", "/station/money/", "IN_REVIEW"),
    View("station-payment", "{station}-sl1", "/station/money/{id}/", "IN_REVIEW"),
    View("station-close", "{station}-sl1", "/station/money/close/", "IN_REVIEW"),
    View("station-intakes", "{station}-sl1", "/station/intakes/", "IN_REVIEW"),
    View("station-inquiries", "{station}-sl1", "/station/inquiries/", "IN_REVIEW"),
    View("station-parcels", "{station}-zj1", "/station/cards/parcels/", "AT_STATION"),
    View("station-destruction", "{station}-zj1", "/cards/destruction/", "HANDED_OVER"),
    View("card-trace", "{station}-zj1", "/cases/{id}/cards/", "HANDED_OVER"),
    View("station-files", "{station}-sl1", "/station/files/", "HANDED_OVER"),
    View("station-file", "{station}-sl1", "/files/{id}/", "HANDED_OVER"),
    View("case", "{station}-sl1", "/cases/{id}/", "HANDED_OVER"),
    View("case-out", "{station}-sl1", "/cases/{id}/", WATCHED.format("DESC")),
    View("case-out-late", "{station}-sl1", "/cases/{id}/", WATCHED.format("ASC")),
    View("temporary", "{station}-sl1", "/temporary/{id}/", NO_CARD_YET),
    View("temporary-register", "{station}-sl1", "/temporary/", PROMISED),
    View("county-review", "{home}-sq1", "/county/review/{id}/", "IN_REVIEW"),
    View("county-arrived", "{home}-sq1", "/county/review/{id}/", ARRIVED),
    View(
        "county-arrived-late",
        "{home}-sq1",
        "/county/review/{id}/",
        f"{ARRIVED} AND late_cause <> ''",
    ),
    View("county-return", "{home}-sq1", "/county/review/{id}/", "IN_REVIEW", press="r"),
    View("county-cards", "{county}-zj1", "/county/cards/", BATCHED),
    View("county-batch", "{county}-zj1", "/county/cards/batch/{batch}/", BATCHED),
    View("county-stations", "{county}-dd1", "/county/stations/", "AT_STATION"),
    View("county-grounds", "{county}-dd1", "/endings/", "AT_STATION"),
    View("county-closable", "{county}-dd1", "/endings/closable/", "AT_STATION"),
    View("county-refusals", "{county}-dd1", "/refusals/", "AT_STATION"),
    View("county-differences", "{county}-dd1", "/money/differences/", "AT_STATION"),
    View("county-card-inquiries", "{county}-dd1", "/cards/inquiries/", "AT_STATION"),
    View("county-card-stock", "{county}-dd1", "/cards/stock/", "AT_STATION"),
    View("city-refusal-rates", "jining-dd1", "/refusals/rates/"),
    View("city-endings", "jining-dd1", "/city/endings/"),
    View("city-green", "jining-dd1", "/city/green/"),
    View("city-files", "jining-dd1", "/files/"),
    View("check-a-paper", "", "/v/"),
    View("guide", "", "/guide/"),
    View("city-overview", "jining-dd1", "/city/"),
    View("city-look-ins", "jining-dd1", "/city/look-ins/"),
    View("city-answers", "jining-dd1", "/city/answers/"),
    View("city-chased", "jining-dd1", "/city/chased/"),
    View("city-upstream", "jining-dd1", "/city/upstream/"),
    View("admin-officers", "jining-xt1", "/admin/officers/"),
    View("admin-units", "jining-xt1", "/admin/units/"),
    View("admin-audit", "jining-sj1", "/admin/audit/"),
    View("help", "jining-dd1", "/help/"),
    View("key-map", "jining-dd1", "/city/", press="?", desk_only=True),
)
SETTLED = (
    View("county-settling", "{county}-dd1", "/county/settling/", CONTRADICTED),
    View("settle", "{county}-dd1", "/cases/{id}/settle/", CONTRADICTED),
)


def placed(view: View, house: House) -> tuple[str, str]:
    """Login and path with the units and the id that the view's case gives."""
    if not view.of:
        return view.login, view.path
    condition = view.of if " " in view.of else f"stage = '{view.of}' AND stream = 'INTERNAL'"
    rows = house.ours(f"SELECT * FROM cases_case WHERE {condition} ORDER BY id LIMIT 1")  # noqa: S608
    assert rows, f"no case for {view.name}"
    row, slugs = rows[0], _slugs()
    login = view.login.format(
        station=slugs.get(row["accepting_unit"]),
        county=slugs.get(row["accepting_county"]),
        home=slugs.get(row["home_county"]),
    )
    card = "SELECT batch_id FROM cases_card WHERE case_id = %s AND batch_id IS NOT NULL"
    batch = house.ours(card, row["id"])[0]["batch_id"] if "{batch}" in view.path else ""
    return login, view.path.format(id=row["id"], batch=batch)


@cache
def _slugs() -> dict[str, str]:
    """Slugs of the demonstration's logins by unit."""
    path = Path("src/tongban/accounts/data/demo_logins.tsv")
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return dict(line.split("\t") for line in lines[1:])
