"""Virtual environments, made from lock files with hashes and kept in the cache."""

import hashlib
import shutil
import subprocess
import sys

from . import apt, paths
from .steps import CommandFailed, Missing, locked, run, step

PROBE = "import sys, sysconfig; print('%d.%d' % sys.version_info[:2], sysconfig.get_platform(), sys.executable)"
VERSIONS = ("3.11", "3.12")


def _interpreter():
    """Return (path, identity) of a Python that the lock files are made for."""
    # Below ./dev exec this is the Python of a virtual environment; its base is what counts.
    for name in (sys._base_executable, *(f"python{version}" for version in VERSIONS), "python3"):
        if name and shutil.which(name):
            answer = subprocess.run([name, "-I", "-c", PROBE], capture_output=True, text=True).stdout
            if answer.partition(" ")[0] in VERSIONS:
                return name, answer
    raise Missing("Python 3.11 is not on this machine", "install it (Debian 12: apt-get install python3.11-venv)")


def ensure(title, lock, python_path=None):
    """Return the virtual environment that holds exactly what the lock file names.

    :param str title: what the environment is for, in words
    :param Path lock: a requirements file with hashes
    :param Path python_path: a folder that its Python shall find as well (Odoo's source)
    :return: the environment's folder
    """
    interpreter, identity = _interpreter()
    key = hashlib.sha256(f"{identity} {python_path} {lock.read_text()}".encode()).hexdigest()[:16]
    folder = paths.cache("python", f"{lock.stem}-{key}")
    # A virtual environment can't be moved, so it is made in place; the marker tells a whole one.
    marker = folder / "complete"
    with locked(paths.cache("locks", folder.name)):
        if not marker.exists():
            with step(title):
                shutil.rmtree(folder, ignore_errors=True)
                try:
                    run([interpreter, "-m", "venv", folder])
                except CommandFailed:
                    apt.install(["python3-venv"], "Python can't make virtual environments")
                    shutil.rmtree(folder, ignore_errors=True)
                    run([interpreter, "-m", "venv", folder])
                pip = [folder / "bin/python", "-m", "pip", "--disable-pip-version-check", "install", "-q"]
                run([*pip, "--require-hashes", "--no-deps", "-r", lock], log=paths.LOCAL / "log/pip.log")
                if python_path:
                    site = run([folder / "bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
                    with open(f"{site.strip()}/odoo-source.pth", "w") as handle:
                        handle.write(f"{python_path}\n")
                marker.touch()
    return folder
