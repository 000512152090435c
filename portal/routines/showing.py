"""What every page about a routine needs."""

from django.http import HttpRequest

from accounts.access import PatientAccess


def about(access: PatientAccess) -> dict[str, object]:
    return {"access": access, "patient": access.patient, "clinic": access.patient.clinic}


def language(request: HttpRequest) -> str:
    return str(request.LANGUAGE_CODE)
