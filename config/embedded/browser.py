"""Chromium for the browser tests: the system's package, since Playwright's own download is not pinned by us."""

import os
import shutil

from config.embedded import set_up, steps

MISSING = """The browser tests need chromium, and this account may not install it.
Install it and start again; on Debian:  apt-get install chromium fonts-noto-cjk"""


def have_chromium() -> None:
    """Install Debian's chromium (and a Korean typeface) where it is missing.

    Raises:
        StepFailed: it is missing and may not be installed here.
    """
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise steps.StepFailed(MISSING)
    set_up.apt_install("chromium", "fonts-noto-cjk")
