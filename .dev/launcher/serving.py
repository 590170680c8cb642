"""The demonstration company: its database, kept up to date with the add-ons, and the server."""

import argparse
import socket
import threading
import time
import urllib.request

from .database import Databases, add_ons_digest, manifests
from .steps import Missing, say, step

DATABASE = "crm_smarket_demo"
FIRST_PORT = 8069


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_port(wanted):
    """Return the wanted port, or the first free one from Odoo's usual port on if none is wanted."""
    if wanted and not _is_free(wanted):
        raise Missing(f"port {wanted} is in use", "choose another: ./dev run --port N")
    return wanted or next(port for port in range(FIRST_PORT, FIRST_PORT + 1000) if _is_free(port))


def _ensure_database(databases, fresh):
    """Make the demonstration database, or bring it up to what the add-ons are now."""
    digest = add_ons_digest()
    if fresh or not databases.exists(DATABASE) or not databases.stamp(DATABASE):
        databases.with_add_ons(DATABASE, demo=True)
        databases.generate_bundles(DATABASE)
    elif databases.stamp(DATABASE) != digest:
        with step(f"Updating the add-ons in {DATABASE}"):
            names = ",".join(manifests())
            databases.odoo(DATABASE, "-i", names, "-u", names, "--stop-after-init")
        databases.set_stamp(DATABASE, digest)


def _announce(port):
    """Print the address as soon as the server answers."""
    address = f"http://localhost:{port}"
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/web/health", timeout=5):
                break
        except OSError:
            time.sleep(0.2)
    say(
        f"\n  {address}   login admin, password admin"
        "\n  (also seller, seller: a salesperson; leader, leader: the leader of a team)\n  Ctrl-C stops the server.\n"
    )


def run(prepared, arguments):
    """Serve the demonstration company until interrupted; return the server's exit code."""
    parser = argparse.ArgumentParser(prog="./dev run")
    parser.add_argument("--port", type=int, help=f"the port to serve on (otherwise the first free from {FIRST_PORT})")
    parser.add_argument("--fresh", action="store_true", help="make the demonstration database anew")
    options = parser.parse_args(arguments)
    port = choose_port(options.port)
    databases = Databases(prepared)
    _ensure_database(databases, options.fresh)
    # The PDF engine loads styles over HTTP, from this server.
    databases.set_parameter(DATABASE, "report.url", f"http://127.0.0.1:{port}")
    threading.Thread(target=_announce, args=(port,), daemon=True).start()
    say("· Starting Odoo …")
    server = ["-d", DATABASE, f"--db-filter=^{DATABASE}$", f"--http-port={port}", "--max-cron-threads=1"]
    return prepared.call(prepared.odoo_command(*server, "--log-level=warn"))
