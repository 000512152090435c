"""`make demo`: everything from an empty folder to a running portal, and nothing left running after Ctrl-C."""

import sys
from argparse import ArgumentParser
from io import StringIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone

from portal.demo import cast, start
from portal.running import demo_files, demo_programs
from portal.running.ports import LOOPBACK, answers
from portal.running.supervisor import Announcement, Supervisor


class Command(BaseCommand):
    help = "Prepares and runs the demo on this machine, for this machine only."
    # They take time, and `make check` runs them.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        # The port is read before the settings are (portal/running/demo_environment.py): links in mails hold it.
        parser.add_argument("--port", type=int, default=8000, help="the first port to try")
        parser.add_argument("--reset", action="store_true", help="start over: removes what is in var/demo")

    def handle(self, *, reset: bool, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is not the demo. Type: make demo")
        try:
            with demo_files.in_use(settings.VAR_DIR, reset=reset):
                self.prepare()
                status = self.run()
        except demo_files.InUse as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was ready. Type make demo to go on.", returncode=130) from None
        sys.exit(status)

    def prepare(self) -> None:
        self.stdout.write("Preparing the demo ...")
        self.stdout.flush()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_library", verbosity=0, stdout=StringIO())
        demo_files.collect_static_files_if_changed(settings.VAR_DIR)
        now = timezone.now()
        cast.seed(now=now)
        self.what_comes_next = start.prepare_start(now=now)

    def run(self) -> int:
        port = urlsplit(settings.SITE_URL).port or 80
        supervisor = Supervisor(demo_programs.programs(port))
        return supervisor.run(Announcement(is_true=lambda: answers(LOOPBACK, port), tell=self.tell_where_to_go))

    def tell_where_to_go(self) -> None:
        lines = [
            "",
            f"Surefoot is here:        {settings.SITE_URL}/",
            f"The mail it sends:       {settings.SITE_URL}/mailbox/",
            "",
            *start.sign_in_lines(now=timezone.now()),
            "",
            *self.what_comes_next,
            "",
            "Ctrl-C stops it and keeps what you did; make demo RESET=1 starts over.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
