"""Questions about many people."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

if TYPE_CHECKING:
    from accounts.models import CareGrant, EmergencyAccess, Patient, User  # noqa: F401 (named in the bases below)


# What counts as a second factor. Recovery codes stand in for one; they are none.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class UserManager(BaseUserManager["User"]):
    def with_sign_in_facts(self) -> models.QuerySet[User]:
        """Adds `is_staff_member`, `is_therapist`, `is_admin`, `factors` (empty without a second factor; another text
        whenever they change) and `terms_version` (0 when none was accepted). Read on every request, so it is one
        statement."""
        members = apps.get_model("accounts", "ClinicMember").objects.filter(user=OuterRef("pk"), is_active=True)
        factors = (
            Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
            .order_by()
            .values("user")
            .annotate(
                stamp=Concat(Cast(Count("pk"), models.CharField()), Value(":"), Cast(Max("pk"), models.CharField()))
            )
        )
        terms = apps.get_model("accounts", "TermsAcceptance").objects.filter(user=OuterRef("pk"))
        return self.get_queryset().annotate(  # type: ignore[no-redef]
            is_staff_member=Exists(members),
            is_therapist=Exists(members.filter(role="therapist")),
            is_admin=Exists(members.filter(role="admin")),
            factors=Coalesce(Subquery(factors.values("stamp")), Value("")),
            terms_version=Coalesce(Subquery(terms.order_by("-version").values("version")[:1]), Value(0)),
        )

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class PatientQuerySet(models.QuerySet["Patient"]):
    def treated_by(self, user: User, on: date) -> PatientQuerySet:
        """Patients in treatment with this therapist on this day, at a clinic where they still work."""
        return self.filter(
            Q(treatment_links__ends_on__isnull=True) | Q(treatment_links__ends_on__gte=on),
            treatment_links__therapist=user,
            treatment_links__starts_on__lte=on,
            clinic__members__user=user,
            clinic__members__is_active=True,
            clinic__members__role="therapist",
        )

    def helped_by(self, user: User, on: date) -> PatientQuerySet:
        return self.filter(
            care_grants__caregiver=user,
            care_grants__revoked_at__isnull=True,
            care_grants__suspended_at__isnull=True,
            care_grants__expires_on__gte=on,
        )

    def visible_to(self, user: User, on: date) -> PatientQuerySet:
        """Everyone this person may see in any role. Three short lists, so that each uses its own index."""
        own = self.model._default_manager.filter(user=user).values("pk")
        treated = self.model._default_manager.treated_by(user, on).values("pk")
        helped = self.model._default_manager.helped_by(user, on).values("pk")
        return self.filter(Q(pk__in=own) | Q(pk__in=treated) | Q(pk__in=helped))


class CareGrantQuerySet(models.QuerySet["CareGrant"]):
    def standing(self, on: date) -> CareGrantQuerySet:
        """Neither revoked, suspended nor past its end."""
        return self.filter(revoked_at__isnull=True, suspended_at__isnull=True, expires_on__gte=on)


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def open_for(self, user: User, patient: Patient, now: datetime) -> EmergencyAccessQuerySet:
        """While the hour lasts, for somebody who still works as a therapist at the patient's clinic."""
        return self.filter(
            staff=user,
            patient=patient,
            started_at__lte=now,
            ends_at__gt=now,
            patient__clinic__members__user=user,
            patient__clinic__members__is_active=True,
            patient__clinic__members__role="therapist",
        )
