"""What surrounds every page of a signed-in officer; given to templates as ``chrome``."""

from dataclasses import dataclass

from tongban.desks.shared.pieces import Link, Tone


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the head; ``count`` None shows no figure, 0 shows none either."""

    label: str
    url: str
    count: int | None = None
    active: bool = False


@dataclass(frozen=True, slots=True)
class UpstreamDot:
    """Health of one upstream system in words: 正常, 缓慢, 不通."""

    name: str
    tone: Tone
    words: str


@dataclass(frozen=True, slots=True)
class Banner:
    """A message above the page: upstream trouble says what still works."""

    title: str
    text: str
    tone: Tone = Tone.WARN
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Chrome:
    """Head and frame of a page.

    ``unit_name`` is the full short name (任城分局 古槐派出所). ``officer_links`` appear in the
    officer's menu above 退出. ``demo`` shows the banner 演示.
    """

    unit_name: str
    officer_name: str
    nav: tuple[NavItem, ...]
    find_url: str
    sign_out_url: str
    help_url: str
    home_url: str = "/"
    role_words: str = ""
    officer_links: tuple[Link, ...] = ()
    upstream: tuple[UpstreamDot, ...] = ()
    upstream_url: str = ""
    banners: tuple[Banner, ...] = ()
    demo: bool = False

    @property
    def upstream_tone(self) -> Tone:
        """The worst of the upstream systems, for the word beside the dots."""
        for tone in (Tone.BAD, Tone.WARN):
            if any(dot.tone is tone for dot in self.upstream):
                return tone
        return Tone.OK
