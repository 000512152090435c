"""manage.py export_clinic: all patients of a clinic, each as a copy of their data, for a transfer or a closing."""

import csv
import os
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import Clinic
from portal.privacy.copies import archive, cells
from portal.privacy.copies.clinic import of_clinic, patients_of
from portal.privacy.copies.document import Document


class Command(BaseCommand):
    help = "Writes the data of every patient of a clinic into a folder, one ZIP each, readable by its owner alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("clinic", help="its name, or its number")
        parser.add_argument("folder", type=Path, help="a folder that is not there yet, or empty")

    def handle(self, *args: Any, clinic: str, folder: Path, **options: Any) -> None:
        found = self._clinic(clinic)
        self._make(folder)
        now = timezone.now()
        self._write(folder / "clinic.zip", of_clinic(found, made_at=now))
        rows = []
        for patient, document in patients_of(found, made_at=now):
            name = f"patient-{patient.public_id}.zip"
            self._write(folder / name, document)
            audit.record("data.exported", by=None, about=patient)
            rows.append((name, patient.name, patient.born_on.isoformat()))
        self._list(folder / "patients.csv", rows)
        self.stdout.write(f"{len(rows)} patients of {found.name} written to {folder}. The files hold health data.")

    def _clinic(self, asked: str) -> Clinic:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        found = list(Clinic.objects.filter(Q(name=asked) | Q(pk=number)))
        if len(found) != 1:
            known = ", ".join(f"{one.pk} {one.name}" for one in Clinic.objects.order_by("pk"))
            raise CommandError(f"Name one clinic, by number or name. There are: {known or 'none'}.")
        return found[0]

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise CommandError(f"{folder} is not empty. Name another folder.")
        except OSError as error:
            raise CommandError(f"{folder} cannot be used: {error.strerror}.") from error

    def _write(self, path: Path, document: Document) -> None:
        with open(path, "wb", opener=_for_the_owner) as file:
            file.writelines(archive.pieces_of(document))

    def _list(self, path: Path, rows: Iterable[tuple[str, ...]]) -> None:
        with open(path, "w", encoding="utf-8-sig", newline="", opener=_for_the_owner) as file:
            lines = csv.writer(file, quoting=csv.QUOTE_ALL)
            lines.writerow(("file", "name", "born_on"))
            lines.writerows([cells.cell(value) for value in row] for row in rows)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
