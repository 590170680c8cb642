"""Debian packages: from the mirror that the machine is set up for, without touching its package lists."""

import hashlib
import os
import shutil
import sys

from . import paths
from .steps import CommandFailed, Missing, locked, run, step


def sha256(path):
    """Return the SHA-256 of the file at ``path`` in hexadecimal."""
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _private_apt(*suites):
    """Return options that give apt state of its own: the machine's sources, or only ``suites`` of its mirror."""
    state = paths.LOCAL / "apt" / ("-".join(suites) or "machine")
    for part in ("state/lists/partial", "cache/archives/partial"):
        (state / part).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    options = ["-o", f"Dir::State={state}/state", "-o", f"Dir::Cache={state}/cache", "-o", "APT::Sandbox::User="]
    if suites:
        source_list = state / "sources.list"
        source_list.write_text("".join(f"deb {mirror()} {suite} main\n" for suite in suites))
        options += [
            "-o", f"Dir::Etc::SourceList={source_list}",
            "-o", "Dir::Etc::SourceParts=/dev/null",
            "-o", f"Dir::State::status={state}/status",
            "-o", "Acquire::Check-Valid-Until=false",
        ]  # fmt: skip
    return options


def mirror():
    """Return the base address of the Debian mirror in the machine's own apt configuration."""
    if not shutil.which("apt-get"):
        raise Missing("apt-get is not on this machine", "use Debian 12, or set ODOO_HOME to a source tree of Odoo 19")
    bases = run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT) $(LABEL)"]).splitlines()
    for line in sorted(set(bases)):
        base, *rest = line.split()
        if rest[:1] == ["main"] and base.rstrip("/").endswith("/debian"):
            return base.rstrip("/")
    raise Missing("no Debian mirror is configured in apt", "add a Debian source to /etc/apt/sources.list")


def fetch(path, digest):
    """Return the package file ``path`` (below the mirror), downloaded once and checked against ``digest``.

    :raises CommandFailed: when the mirror no longer has it or its hash differs
    """
    target = paths.cache("downloads", path.rpartition("/")[2])
    with locked(paths.cache("locks", target.name)):
        if target.exists() and sha256(target) == digest:
            return target
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            run(["/usr/lib/apt/apt-helper", "download-file", f"{mirror()}/{path}", part, f"SHA256:{digest}"])
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return target


def download(folder, packages, *suites):
    """Download the newest ``packages`` into ``folder``; from the machine's sources or from the given suites."""
    options = _private_apt(*suites)
    folder.mkdir(parents=True, exist_ok=True)
    run(["apt-get", *options, "update"])
    run(["apt-get", *options, "download", *packages], cwd=folder)
    return sorted(folder.glob("*.deb"))


def unpack(package, folder, exclude=()):
    """Unpack the package file's tree into ``folder``, without what matches a pattern of ``exclude``."""
    patterns = " ".join(f"'--exclude={pattern}'" for pattern in exclude)
    folder.mkdir(parents=True, exist_ok=True)
    run(["sh", "-c", f'set -e; dpkg-deb --fsys-tarfile "$0" | tar -x -C "$1" {patterns}', package, folder])


def install(packages, why):
    """Install Debian packages on the machine, as root or through sudo.

    :raises Missing: with the command that a person who may install packages can run
    """
    remedy = f"run as root: apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo"):
        # Without a terminal nobody can type a password: then only a sudo that asks for none will do.
        prefix = ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
    else:
        raise Missing(why, remedy)
    keep = ["env", "DEBIAN_FRONTEND=noninteractive"]
    with step(f"Installing {', '.join(packages)}"):
        try:
            run([*prefix, *keep, "apt-get", "update"])
            run([*prefix, *keep, "apt-get", "install", "-y", "--no-install-recommends", *packages])
        except CommandFailed as error:
            raise Missing(f"{why}; installing it failed:\n{error}", remedy) from error
