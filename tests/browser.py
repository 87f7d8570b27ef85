"""Chromium for the tests: the pages are ours to try, the browser's own surroundings are not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
# The browser heeds the last such list alone, so what Playwright turns off stands here too; the
# pop-ups of the address line would be two pages more, with scripts, in every window.
_WITHOUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(_WITHOUT)}",
    "--lang=zh-CN",
)


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A browser without a window open, in Chinese; ended with the block."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, *flags], env={"LANGUAGE": "zh_CN"}
        )
        try:
            yield started
        finally:
            started.close()
