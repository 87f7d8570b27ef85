"""What a page says of its keys beside what its keys do."""

from __future__ import annotations

from playwright.sync_api import Page

_SAID = """() => {
  const shown = (e) => e.getClientRects().length > 0 && !e.closest('dialog');
  const all = (s) => [...document.querySelectorAll(s)].filter(shown);
  return {
    works: all('[data-key]').map(
      (e) => e.dataset.key + (e.hasAttribute('data-key-arms') ? '+Enter' : '')),
    hasRows: all('main tbody tr a[href]').length > 0,
    hints: all('.foot .keys li:not(:has([data-key]))').map(
      (e) => [...e.querySelectorAll('kbd')].map((k) => k.innerText)),
    caps: all('main kbd:not(.key-list *), .foot .acts kbd').map((e) => e.innerText),
  };
}"""
_MAP = """() => [...document.querySelectorAll('#keymap li')].map(
  (e) => [...e.querySelectorAll('kbd')].map((k) => k.innerText).join(' '))"""
_NAMES = {"Enter": "↵", "ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc"}
_HELD = ("Ctrl", "Alt", "Shift")


def key_faults(page: Page) -> list[str]:
    """Return every key that the page names and that does nothing, or that it does not name.

    Leaves the page with its map of keys closed.
    """
    said = page.evaluate(_SAID)
    works = {_caps(one) for one in said["works"]}
    if not works:
        return []
    listed = {*works, *(("J K", "↵") if said["hasRows"] and not works & {"J", "K"} else ())}
    # The caps of a key that only arms stand apart, and so do those of J and K.
    apart = {one for keys in listed if keys == "J K" or keys.endswith(" ↵") for one in keys.split()}
    known = {*listed, *(apart - set(_HELD))}
    # ↵ alone on a button: Enter in the field beside it sends the form.
    faults = [f"a cap without a key: {one}" for one in said["caps"] if one not in {*known, "↵"}]
    faults += [f"a hint without a key: {one}" for one in said["hints"] if not _any(one, known)]
    on_buttons = set(said["caps"])
    faults += [f"named twice: {one}" for one in said["hints"] if " ".join(one) in on_buttons]
    page.locator(".foot [data-opens=keymap]").click()  # by the mouse: the focus may be in a field
    drawn = page.evaluate(_MAP)
    page.keyboard.press("Escape")
    page.locator("#keymap[open]").wait_for(state="detached")
    faults += [f"not in the map: {one}" for one in sorted(listed - set(drawn))]
    return faults + [f"only in the map: {one}" for one in drawn if one not in listed]


def _caps(keys: str) -> str:
    return " ".join(_NAMES.get(one, one) for one in keys.split("+"))


def _any(hint: list[str], known: set[str]) -> bool:
    """Whether a key of a hint works; ``Alt`` holds for those after it, ``1…7`` is a row of keys."""
    held = [one for one in hint if one in _HELD]
    for one in hint:
        first, _, last = one.partition("…")
        row = map(str, range(int(first), int(last) + 1)) if last else (_NAMES.get(first, first),)
        if one not in _HELD and known & {" ".join([*held, key]) for key in row}:
            return True
    return False
