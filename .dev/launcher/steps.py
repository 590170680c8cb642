"""Steps that say what they do and how long it took, locks between processes, and commands run in them."""

import contextlib
import fcntl
import os
import subprocess
import sys
import time


class Missing(Exception):
    """Something that is needed is absent and can't be installed from here; ``remedy`` says what to do."""

    def __init__(self, what, remedy):
        super().__init__(what)
        self.remedy = remedy


class CommandFailed(Exception):
    """A command that a step needs has failed; the message holds the end of its output."""


def say(text):
    """Print one line at once, in order with what child processes print."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextlib.contextmanager
def step(title):
    """Announce ``title``, run the body, then print how long it took."""
    say(f"· {title} …")
    began = time.monotonic()
    yield
    say(f"  {title}: {time.monotonic() - began:.1f} s")


@contextlib.contextmanager
def locked(path, shared=False):
    """Hold the lock file ``path`` (made if absent), so that two processes never make the same thing at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield handle


def run(command, *, env=None, cwd=None, log=None, text_input=None):
    """Run ``command`` silently and return what it printed.

    :param list command: program and arguments
    :param dict env: variables on top of the process's own
    :param Path log: also keep the output here
    :param str text_input: what the command reads; nothing by default
    :raises CommandFailed: with the last lines of the output
    """
    command = [str(part) for part in command]
    done = subprocess.run(
        command,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        input=text_input if text_input is not None else "",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-30:])
        kept = f"\n(whole output: {log})" if log else ""
        raise CommandFailed(f"{' '.join(command)} ended with {done.returncode}\n{tail}{kept}")
    return done.stdout
