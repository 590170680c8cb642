"""Where things are: the checkout, its own state and the user's cache."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / ".dev"
LOCAL = ROOT / ".local"


def add_ons():
    """Return the folders of the project's add-ons, sorted by name."""
    return sorted(manifest.parent for manifest in ROOT.glob("*/__manifest__.py"))


def _is_writable(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _cache():
    """Return the user's cache, or a folder of the checkout where that one can't be written."""
    base = os.environ.get("XDG_CACHE_HOME")
    base = Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache"
    folder = base / "crm_smarket"
    if _is_writable(folder):
        return folder
    sys.stderr.write(f"The cache {folder} can't be written; using {LOCAL / 'cache'} instead.\n")
    return LOCAL / "cache"


class _Lazy:
    """Computes the cache's place once, on first use, so that importing has no effect."""

    folder = None

    def __call__(self, *parts):
        if self.folder is None:
            type(self).folder = _cache()
        return self.folder.joinpath(*parts)


cache = _Lazy()
