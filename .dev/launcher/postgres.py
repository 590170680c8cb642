"""PostgreSQL: the user's own server (PG* variables) or a cluster of the checkout, reached by a socket only."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import apt, paths
from .steps import CommandFailed, Missing, locked, run, step

USER = "odoo"
# PostgreSQL refuses to work for root. In a namespace of its own root has another number, on the same files.
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
SETTINGS = {
    # What a crash could cost here is a development database that a command makes again.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "30min",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}


def _is_own_server():
    return any(os.environ.get(name) for name in ("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE"))


def _installed():
    """Return the newest folder of PostgreSQL's programs on this machine, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    folders += [Path(found).resolve().parent] if found else []
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def _unpacked():
    """Return PostgreSQL's programs from the Debian packages, unpacked into the cache instead of installed."""
    target = paths.cache("postgresql-15")
    programs = target / "usr/lib/postgresql/15/bin"
    with locked(paths.cache("locks", target.name)):
        if not target.exists():
            part = target.with_name(f"{target.name}.{os.getpid()}.part")
            with step("Downloading and unpacking PostgreSQL 15"), tempfile.TemporaryDirectory() as folder:
                for package in apt.download(Path(folder), ["postgresql-15", "postgresql-client-15", "libpq5"]):
                    apt.unpack(package, part)
                part.rename(target)
    return programs


def _libraries(programs):
    """Return the variables that let unpacked programs find their own libpq."""
    prefix = programs.parents[4]
    found = sorted(prefix.glob("usr/lib/*/libpq.so.5")) if prefix != Path("/") else []
    if not found:
        return {}
    rest = os.environ.get("LD_LIBRARY_PATH")
    return {"LD_LIBRARY_PATH": ":".join([str(found[0].parent)] + ([rest] if rest else []))}


def _programs():
    """Return (folder of programs, variables that they need), made ready where they are not."""
    programs = _installed()
    if not programs:
        programs = _unpacked()
        variables = _libraries(programs)
        try:
            run([programs / "postgres", "--version"], env=variables)
            run([programs / "psql", "--version"], env=variables)
        except CommandFailed:  # a library of the machine that the package depends on is missing
            apt.install(["postgresql-15"], "PostgreSQL is not on this machine")
            programs = _installed()
    if not Path("/usr/share/zoneinfo/UTC").exists():
        apt.install(["tzdata"], "PostgreSQL needs the machine's list of time zones")
    return programs, _libraries(programs)


def _owner():
    """Return the user (its number) that owns the cluster's processes and files."""
    if os.geteuid() != 0:
        return os.geteuid()
    if shutil.which("unshare") and subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0:
        return 0
    # Containers often refuse namespaces. Then another user has to do it: that of the checkout, or nobody.
    return paths.ROOT.stat().st_uid or 65534


def _as_owner(command, owner):
    """Return ``command`` so that it runs as the owner, and although PostgreSQL refuses to work for root."""
    if os.geteuid() != 0:
        return command
    if owner == 0:
        return [*NAMESPACE, *command]
    return ["setpriv", f"--reuid={owner}", f"--regid={owner}", "--clear-groups", *command]


def _socket_folder(folder):
    """Return a folder for the socket whose path is short enough for the kernel (107 characters)."""
    if len(os.fsencode(folder / ".s.PGSQL.5432")) > 100:
        folder = Path(tempfile.gettempdir()) / f"crm_smarket-{os.geteuid()}-{_digest(folder)}"
    return folder


def _digest(folder):
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


class Cluster:
    """The checkout's own cluster; it runs as long as a command of ./dev uses it."""

    def __init__(self):
        self.programs, self.variables = _programs()
        self.owner = _owner()
        self.folder = paths.LOCAL / "postgres"
        if not self._make_own(self.folder):
            # Another user has to run the server, who can't enter the checkout (often below /root).
            self.folder = Path("/var/tmp") / f"crm_smarket-{_digest(self.folder)}"
            self._make_own(self.folder)
        self.data = self.folder / "data"
        self.sockets = _socket_folder(self.folder)
        self._make_own(self.sockets)

    def _make_own(self, folder):
        """Make ``folder`` one that only the cluster's owner (and root) enters; tell whether the owner can."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid != self.owner:
            if os.geteuid() != 0:
                raise Missing(f"{folder} belongs to somebody else", "remove it, or set TMPDIR to a folder of your own")
            os.chown(folder, self.owner, self.owner)
        with contextlib.suppress(CommandFailed):
            self._run("test", "-w", folder)
            return True
        return False

    def _run(self, *command):
        return run(_as_owner(command, self.owner), env=self.variables, cwd="/")

    def _pg_ctl(self, *arguments):
        return self._run(self.programs / "pg_ctl", "-D", self.data, "-w", "-t", "60", *arguments)

    def _is_running(self):
        with contextlib.suppress(CommandFailed):
            return bool(self._pg_ctl("status"))
        return False

    def _create(self):
        with step("Creating the PostgreSQL cluster"):
            part = self.folder / "data.part"
            shutil.rmtree(part, ignore_errors=True)
            command = [self.programs / "initdb", "-D", part, "-U", USER, "-A", "trust", "-E", "UTF8"]
            command += ["--locale=C.UTF-8", "--no-sync"]
            self._run(*command)
            with open(part / "postgresql.conf", "a") as handle:
                handle.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())
            part.rename(self.data)

    def start(self):
        """Start the cluster unless it runs already; make it where there is none."""
        if not self.data.exists():
            self._create()
        if not self._is_running():
            with step("Starting PostgreSQL"):
                options = f"-k '{self.sockets}'"
                try:
                    self._pg_ctl("-l", self.folder / "postgres.log", "-o", options, "start")
                except CommandFailed as error:
                    log = self.folder / "postgres.log"
                    tail = "\n".join(log.read_text(errors="replace").splitlines()[-10:]) if log.exists() else ""
                    raise CommandFailed(f"{error}\n{tail}") from error

    def stop(self):
        """Stop the cluster, ending what is still connected."""
        if self._is_running():
            self._pg_ctl("-m", "fast", "stop")

    @contextlib.contextmanager
    def in_use(self):
        """Keep the cluster running within the body; the last command that used it stops it."""
        lock = self.folder / "used.lock"
        with locked(self.folder / "start.lock"):
            handle = lock.open("a")
            fcntl.flock(handle, fcntl.LOCK_SH)
            self.start()
        try:
            yield {"PGHOST": str(self.sockets), "PGPORT": "5432", "PGUSER": USER}
        finally:
            with locked(self.folder / "start.lock"), contextlib.suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.stop()
            handle.close()


@contextlib.contextmanager
def serving():
    """Yield the environment in which every PostgreSQL client finds its server and its programs."""
    if _is_own_server():
        programs, variables = _programs() if not shutil.which("pg_dump") else (None, {})
        path = {"PATH": f"{programs}:{os.environ['PATH']}"} if programs else {}
        yield {**variables, **path}
        return
    cluster = Cluster()
    with cluster.in_use() as variables:
        yield {**variables, **cluster.variables, "PATH": f"{cluster.programs}:{os.environ['PATH']}"}
