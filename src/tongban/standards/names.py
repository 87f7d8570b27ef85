"""Personal names: comparing them, and telling which characters need care.

The stored text is never changed: folding serves comparison only, and compatibility forms (NFKC)
are not applied because they rewrite radicals.
"""

MIDDLE_DOT = "\u00b7"
# The separator is U+00B7 (民委发〔2016〕33号); these are what keyboards and old systems send.
_DOT_VARIANTS = "\u2022\u2027\u30fb\uff65\uff0e\u2219\u22c5\ufe52"
_FOLD = str.maketrans(dict.fromkeys(_DOT_VARIANTS, MIDDLE_DOT))

_COMMON = (0x4E00, 0x9FA5)
_PRIVATE_USE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
_HAN = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)


def fold(text: str) -> str:
    """The text for comparing: without surrounding space, middle dots alike."""
    return text.strip().translate(_FOLD)


def is_han(char: str) -> bool:
    """Whether the character is a Chinese character that has its own code point."""
    code = ord(char)
    return any(low <= code <= high for low, high in _HAN)


def is_private_use(char: str) -> bool:
    """Whether the character lies in a private-use area, as police name fonts have it."""
    code = ord(char)
    return any(low <= code <= high for low, high in _PRIVATE_USE)


def is_rare(char: str) -> bool:
    """Whether a character is 生僻字: Chinese but outside the first 20,902, or private use.

    Such characters are shown with their code point beside them, since fonts may lack them.
    """
    code = ord(char)
    return (is_han(char) and not _COMMON[0] <= code <= _COMMON[1]) or is_private_use(char)


def rare_characters(text: str) -> tuple[str, ...]:
    """The rare characters of a text in order, each once."""
    return tuple(dict.fromkeys(char for char in text if is_rare(char)))


def code_point(char: str) -> str:
    """``U+4DAE``."""
    return f"U+{ord(char):04X}"
