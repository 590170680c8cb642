"""What is true of the repository as a whole."""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from launcher import linting, paths


def _output(*command):
    """Return what a command prints, or nothing where it isn't there."""
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout


def _registry_hosts():
    """Return the hosts that this machine's package managers fetch from, the files of packages included."""
    from pip._internal.models.index import PyPI

    tools, _node_modules = linting.ensure()
    addresses = _output("apt-get", "indextargets", "--format", "$(REPO_URI)").split()
    addresses += re.findall(r"https?://[^\s'\"]+", _output("pip", "config", "list"))
    addresses += [_output(str(tools / "npm"), "config", "get", "registry").strip(), PyPI.simple_url]
    hosts = {urlsplit(address).hostname for address in addresses}
    return {host for host in hosts | {PyPI.file_storage_domain} if host and host != "localhost"}


def _machine_paths():
    """Return the beginnings of paths that exist on this machine alone."""
    shared = {Path("/"), Path("/tmp"), Path("/home"), Path("/var"), Path("/opt"), Path("/srv"), Path("/mnt")}
    return {f"{folder}/" for folder in (paths.ROOT, paths.ROOT.parent, Path.home()) if folder not in shared}


def _tracked_texts():
    """Yield (name, text) of every tracked text file."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = paths.ROOT / name
        if path.is_file() and not path.is_symlink():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_machine_in_the_repository():
    """The project is set up from the machine's own configuration, so it names no registry and no local folder."""
    texts = dict(_tracked_texts())
    assert texts, "git lists no file"
    foreign = sorted(_registry_hosts() | _machine_paths())
    found = [f"{name}: {word}" for name, text in texts.items() for word in foreign if word in text]
    assert not found, "\n".join(found)


def test_no_conflict_is_left():
    """A merge was finished before it was committed."""
    markers = ("<" * 7 + " ", ">" * 7 + " ")
    assert not [name for name, text in _tracked_texts() for line in text.splitlines() if line.startswith(markers)]


def test_node_packages_name_no_address():
    """npm fetches from wherever it is set up to; the lock file pins content, not a place."""
    lock = json.loads((paths.DEV / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


@pytest.mark.parametrize("add_on", paths.add_ons(), ids=lambda folder: folder.name)
def test_wheel(add_on, tmp_path):
    """Each add-on builds as a wheel that holds what it serves."""
    tools, _node_modules = linting.ensure()
    code = "import sys; from whool import buildapi; buildapi.build_wheel(sys.argv[1])"
    done = subprocess.run([tools / "python", "-c", code, tmp_path], cwd=add_on, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("__manifest__.py", "static/description/icon.png", "static/description/index.html"):
        assert f"odoo/addons/{add_on.name}/{part}" in names
    assert (add_on / "readme/DESCRIPTION.md").exists()
