#!/usr/bin/env python
import os
import sys

from portal.running.demo_environment import enter_demo


def main() -> None:
    if sys.argv[1:2] == ["demo"]:
        enter_demo(sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (after the setting above)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
