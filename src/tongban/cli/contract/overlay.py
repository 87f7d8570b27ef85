"""Where the operator's terms and calendar lie."""

import os
from pathlib import Path

from platformdirs import user_data_path


def overlay_folder() -> Path:
    """``overlay`` inside the data folder: ``TONGBAN_DATA``, or the user's data directory."""
    data = os.environ.get("TONGBAN_DATA")
    root = Path(data).expanduser() if data else user_data_path("tongban", appauthor=False)
    return root / "overlay"
