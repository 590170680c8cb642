"""Odoo's server in processes of its own, for tests and benchmarks: the prepared environment is the one they run in."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 20


class LiveServer:
    """A running server.

    :param str address: ``http://host:port``
    :param int pid: of the process that the workers are children of
    """

    def __init__(self, address, pid):
        self.address = address
        self.pid = pid

    def get_workers(self):
        """Return the process ids of the workers that serve pages or run crons; not the one for websockets."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(child) for child in children if "gevent" not in _get_arguments(child)]


@contextlib.contextmanager
def serving(database, log, workers=2, crons=1, options=()):
    """Serve a database while the body runs; yield the :class:`LiveServer`.

    :param str database: its name
    :param Path log: where the server's log goes
    :param int workers: processes that serve pages
    :param int crons: processes that run crons
    :param options: more of Odoo's own options
    """
    port, websocket_port = _find_free_ports(2)
    command = [sys.executable, os.environ["ODOO_COMMAND"], "-c", os.environ["ODOO_RC"], "-d", database]
    command += [f"--http-port={port}", f"--gevent-port={websocket_port}"]
    command += [f"--workers={workers}", f"--max-cron-threads={crons}", "--log-level=warn", *options]
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log)
        yield LiveServer(address, process.pid)
    finally:
        _stop(process)


def _get_arguments(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:  # it has just ended
        return []


def _find_free_ports(count):
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _number in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _wait(address, process, log):
    """Wait until the server answers, the first page of its database included."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/web/login", timeout=START_SECONDS):
                return
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-5000:]}")


def _stop(process):
    """End the server and whatever is left of its workers."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
