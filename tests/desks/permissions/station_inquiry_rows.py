"""协查: at the station that has the intake, or the home station; for anybody else it is not there."""

from uuid import UUID

from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import Arguments, Row, at

from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import Inquiry, Intake
from tongban.cases.operations.inquiry import Question, ask_inquiry
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Detail
from tongban.procedure.roles import Role

WINDOW = at(UnitKind.STATION, Role.ACCEPTANCE)
REQUEST = {"request_id": str(UUID(int=9))}


def _asked(made: CaseWorld) -> Arguments:
    intake = made.open_intake()
    live = store.put(b"picture", kind=BlobKind.LIVE_PICTURE, media_type="image/jpeg", at=made.at)
    Intake.objects.filter(id=intake.id).update(live_photo=live)
    question = Question((Detail.NAME,), True, "请核对。")
    ask_inquiry(intake.id, made.call(made.acceptor), question=question)
    return {"inquiry_id": Inquiry.objects.get(intake=intake).id}


def _at_home(made: CaseWorld) -> CaseWorld:
    """The same world with station and home changed about: the own station is asked."""
    here = made.city.require(made.station)
    made.acceptor = made.officer("受理癸", made.home.code, Role.ACCEPTANCE)
    made.home = here
    return made


ROWS = [
    Row("station:inquiries", WINDOW),
    Row("station:intakes", WINDOW),
    *(
        Row(
            "station:intake-inquiry",
            WINDOW,
            method=method,
            own=lambda _: {"intake_id": near().open_intake().id},
            other=lambda _: {"intake_id": far().open_intake().id},
            data=REQUEST,
        )
        for method in ("GET", "POST")
    ),
    Row(
        "station:inquiry",
        WINDOW,
        own=lambda _: _asked(near()),
        other=lambda _: _asked(far()),
    ),
    Row(
        "station:inquiry-picture",
        WINDOW,
        own=lambda _: {**_asked(near()), "which": "live"},
        other=lambda _: {**_asked(far()), "which": "live"},
    ),
    Row(
        "station:inquiry-answer",
        WINDOW,
        method="POST",
        own=lambda _: _asked(_at_home(near())),
        other=lambda _: _asked(far()),
        data=REQUEST,
    ),
]
