"""Who looked at my information: for the patient, and for the therapist who treats the patient."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Role, Scope, open_patient
from portal.privacy.looked import looked_page


@require_safe
def looked(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    # Of a patient's access list: this scope no caregiver can be given.
    access = open_patient(request, patient_id, Scope.MANAGE_ACCESS)
    page = looked_page(access, month=request.GET.get("month", ""), with_own="own" in request.GET)
    context = {"access": access, "patient": access.patient, "clinic": access.patient.clinic, "page": page}
    template = "looked" if access.role is Role.PATIENT else "looked_by_staff"
    return render(request, f"portal/privacy/{template}.html", context)
