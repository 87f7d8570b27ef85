"""Administrative divisions, GB/T 2260: provinces, the cities of Shandong, the counties of Jining.

Used to read numbers and addresses aloud. An ID number carries the division where it was first
given, often long abolished: a code that is not found is a reason to look twice, never a fault.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

_PROVINCES = (
    "11北京市 12天津市 13河北省 14山西省 15内蒙古自治区 21辽宁省 22吉林省 23黑龙江省 31上海市 "
    "32江苏省 33浙江省 34安徽省 35福建省 36江西省 37山东省 41河南省 42湖北省 43湖南省 44广东省 "
    "45广西壮族自治区 46海南省 50重庆市 51四川省 52贵州省 53云南省 54西藏自治区 61陕西省 "
    "62甘肃省 63青海省 64宁夏回族自治区 65新疆维吾尔自治区 71台湾省 81香港特别行政区 "
    "82澳门特别行政区 83台湾居民"
)

PROVINCES: dict[str, str] = {entry[:2]: entry[2:] for entry in _PROVINCES.split()}
"""Two digits → province; 83 stands in numbers given to residents of Taiwan."""


@dataclass(frozen=True, slots=True)
class Division:
    """One code: its name with what lies above it, and until when it was used.

    ``valid_to`` None: in use. ``successor`` is the code that covers the place now.
    """

    code: str
    name: str
    valid_to: int | None
    successor: str | None

    @property
    def is_current(self) -> bool:
        """Whether the code is in use."""
        return self.valid_to is None


@cache
def _table() -> dict[str, Division]:
    text = resources.files("tongban.standards").joinpath("data/divisions.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {
        code: Division(
            code=code,
            name=name,
            valid_to=int(valid_to) if valid_to else None,
            successor=successor or None,
        )
        for code, name, valid_to, successor in rows[1:]
    }


def find(code: str) -> Division | None:
    """The division with the six-digit ``code``, now or formerly; None where it is not listed."""
    return _table().get(code)


def is_known(code: str) -> bool:
    """Whether at least the province of ``code`` exists; False deserves a second look only."""
    return code[:2] in PROVINCES


def name_of(code: str) -> str:
    """The best name for a code: division, else city, else province, else the code itself."""
    for candidate in (code, code[:4] + "00"):
        found = _table().get(candidate)
        if found is not None:
            return found.name
    return PROVINCES.get(code[:2], code)
