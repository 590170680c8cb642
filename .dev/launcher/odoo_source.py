"""Odoo 19 itself: the user's own tree (ODOO_HOME) or the one from its Debian package."""

import hashlib
import os
import runpy
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, paths
from .steps import CommandFailed, Missing, locked, say, step

PACKAGES = {
    "pool/main/o/odoo/odoo-19_19.0.0+dfsg-1_all.deb":
        "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf",
    "pool/main/f/fonts-font-awesome/fonts-font-awesome_5.0.10+really4.7.0~dfsg-4.1_all.deb":
        "5f09e1adce26d59628a239c538882d53e58978b958233864fc617be9a510018e",
    "pool/main/f/fonts-inconsolata/fonts-inconsolata_001.010-6_all.deb":
        "bb5015c631cd47aa7d9d6e0ecd101f0e1234300f935e7719ea32ed9b640f0ac4",
    "pool/main/f/fonts-montserrat/fonts-montserrat_7.222-3_all.deb":
        "a81478bf74ed431d488f5954ba8bece10b17bdfafc24590a7048b283dcbd40f1",
    "pool/main/f/fonts-ocr-b/fonts-ocr-b_0.3~dfsg1-1_all.deb":
        "56e6a6bfe5d77bbb4f0a6964ce1f8ed3679d7c1a138064bcaf6cc3480c3628f3",
    "pool/main/f/fonts-roboto/fonts-roboto-unhinted_0~20170802-3_all.deb":
        "f89cf7d8a589489daecf750031ec50456ab3e648d49ff544f0f08753268fbd91",
    "pool/main/j/jquery-goodies/libjs-jquery-form_12-4_all.deb":
        "fbfeedcd3eaf519b3cdcc88e93a1c79f6775da71657bac763f1430fe66e8a1da",
    "pool/main/n/node-jquery/libjs-jquery_3.6.1+dfsg+~3.5.14-1_all.deb":
        "a58c9ff6afe96c769cb6535754c909410760e4efa1e1540236194e489adcfb25",
    "pool/main/u/underscore/libjs-underscore_1.13.4~dfsg+~1.11.4-3_all.deb":
        "4a0fbc90e7f62ea50c4ac7453352721fa60bb5eac87e9f39a027908faff29015",
}  # fmt: skip

# Core's translations are two thirds of the package; the screens are looked at in these languages.
LANGUAGES = ("ru", "pl")
EXCLUDE = ("*/i18n/[a-oq-qs-z]*.po", "*/i18n/p[a-km-z]*.po", "*/i18n/r[a-tv-z]*.po", "./usr/share/doc")

# Part of web.assets_backend, yet not in the package: without it every page logs an error and every tour fails.
STUBS = {
    "mail/static/lib/selfie_segmentation/selfie_segmentation.js":
        "/* Background blur in calls is not part of this package of Odoo. */\n",
}  # fmt: skip


@dataclass(frozen=True)
class OdooSource:
    """A tree of Odoo: what to start, what Python must find, where core's add-ons are."""

    command: Path
    python_path: Path
    core_addons: tuple
    version: str


def _from_home(home, identity):
    """Return the tree at ``home``: a git checkout of Odoo, or a folder where the package is unpacked.

    :param str identity: what tells this tree from others of the same version
    """
    packaged = home / "usr/lib/python3/dist-packages"
    for python_path, command in ((home, home / "odoo-bin"), (packaged, home / "usr/bin/odoo")):
        release = python_path / "odoo/release.py"
        if release.exists() and command.exists():
            break
    else:
        remedy = "let it name the folder that holds odoo-bin and odoo/release.py"
        raise Missing(f"ODOO_HOME={home} holds no Odoo", remedy)
    facts = runpy.run_path(str(release))
    if facts["version_info"][0] != 19:
        raise Missing(f"ODOO_HOME={home} is Odoo {facts['version']}", "let it name a source tree of Odoo 19")
    # A checkout has most add-ons beside the package odoo; Debian's package has all of them within.
    core_addons = (python_path / "odoo/addons",)
    if not (core_addons[0] / "crm/__manifest__.py").exists():
        core_addons = (python_path / "addons", *core_addons)
    return OdooSource(command, python_path, core_addons, f"{facts['version']} {identity}")


def _newest(folder):
    """Download what the mirror has now, for the day when it no longer has the pinned files."""
    names = [path.rpartition("/")[2].partition("_")[0] for path in PACKAGES]
    packages = apt.download(folder, names, "unstable")
    say("  The mirror no longer has the pinned files. Their versions differ from the pinned ones:")
    for package in packages:
        say(f"    {package.name}")
    return packages


def _unpack(packages, target):
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        for package in packages:
            apt.unpack(package, part, EXCLUDE)
        for name, content in STUBS.items():
            stub = part / "usr/lib/python3/dist-packages/odoo/addons" / name
            if not stub.exists():
                stub.parent.mkdir(parents=True, exist_ok=True)
                stub.write_text(content)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def ensure():
    """Return the tree of Odoo 19, made ready where it is not."""
    if os.environ.get("ODOO_HOME"):
        home = Path(os.environ["ODOO_HOME"]).expanduser().resolve()
        return _from_home(home, str(home))
    recipe = repr((sorted(PACKAGES.items()), EXCLUDE, sorted(STUBS.items())))
    target = paths.cache("odoo", hashlib.sha256(recipe.encode()).hexdigest()[:16])
    with locked(paths.cache("locks", f"odoo-{target.name}")):
        if not target.exists():
            with step("Downloading Odoo 19"):
                try:
                    packages = [apt.fetch(path, digest) for path, digest in PACKAGES.items()]
                except CommandFailed:
                    packages = _newest(paths.LOCAL / "odoo-packages")
            with step("Unpacking Odoo 19"):
                _unpack(packages, target)
    return _from_home(target, target.name)
