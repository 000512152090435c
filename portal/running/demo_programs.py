"""What runs in the demo: the same three programs as in production, in their smallest form."""

import sys

from portal.running.ports import LOOPBACK
from portal.running.programs import Program

PYTHON = (sys.executable, "-m")


def programs(port: int) -> list[Program]:
    return [web(port), worker(), beat()]


def web(port: int) -> Program:
    return Program(
        "web",
        (
            *PYTHON,
            "gunicorn",
            "portal.wsgi",
            f"--bind={LOOPBACK}:{port}",
            "--worker-class=gthread",
            "--threads=8",
            "--graceful-timeout=2",
            # It would lie in the home folder, which not every user has.
            "--no-control-socket",
            "--log-level=warning",
        ),
    )


def worker() -> Program:
    # One process is enough here, and it stops sooner than a pool.
    return Program(
        "worker",
        (
            *PYTHON,
            "celery",
            "--app=portal.celery",
            "--quiet",
            "worker",
            "--pool=solo",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel=WARNING",
        ),
    )


def beat() -> Program:
    # This scheduler keeps no file; a file can be damaged by a kill, and the pump may be woken twice without harm.
    return Program(
        "beat",
        (
            *PYTHON,
            "celery",
            "--app=portal.celery",
            "--quiet",
            "beat",
            "--scheduler=celery.beat.Scheduler",
            "--pidfile=",
            "--loglevel=WARNING",
        ),
    )
