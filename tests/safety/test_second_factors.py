"""Second factors: whoever reads the table they are kept in still cannot sign in, nor give one to somebody else."""

from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import DatabaseError, transaction
from tests.factories import an_account

from onestory.access import second_factors
from onestory.access.models import Account
from onestory.access.viewer import acting_as

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # what an authenticator app would be shown
NOT_ALLOWED = "42501"


def code_now() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(SECRET, counter)))


@pytest.fixture
def protected(db: None) -> Account:
    """Somebody with an authenticator app and recovery codes."""
    account = an_account()
    with acting_as(account):
        TOTP.activate(account, SECRET)
        RecoveryCodes.activate(account)
    return account


@pytest.mark.hazard("HZ-75")
def test_no_secret_can_be_read_from_its_table(protected: Account) -> None:
    kept = {one.type: one.data for one in Authenticator.objects.filter(user=protected)}
    assert SECRET not in json.dumps(kept)
    # Hexadecimal as it was made; encrypted, it is neither.
    assert not all(letter in "0123456789abcdef" for letter in kept["recovery_codes"]["seed"])


def test_the_code_of_the_app_and_a_recovery_code_still_let_their_owner_in(protected: Account) -> None:
    app, codes = (Authenticator.objects.get(user=protected, type=kind) for kind in ("totp", "recovery_codes"))
    assert TOTP(app).validate_code(code_now())
    recovery = RecoveryCodes(codes)
    code = recovery.get_unused_codes()[0]
    assert recovery.validate_code(code)
    assert not recovery.validate_code(code), "a recovery code is used once"


@pytest.mark.hazard("HZ-75")
def test_nobody_is_given_a_second_factor_by_somebody_else(protected: Account) -> None:
    with acting_as(an_account("Jo Stone")):
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            Authenticator(user=protected, type="webauthn", data={}).save()
        assert getattr(refused.value.__cause__, "sqlstate", "") == NOT_ALLOWED
        assert Authenticator.objects.filter(user=protected).delete()[0] == 0


def test_their_owner_takes_them_away(protected: Account) -> None:
    with acting_as(protected):
        assert Authenticator.objects.filter(user=protected).delete()[0] == 2


@pytest.mark.hazard("HZ-75")
@pytest.mark.parametrize(("email", "verified"), [("intruder@example.org", False), ("", True)])
def test_no_account_is_given_another_address_to_reset_its_password_by(
    protected: Account, email: str, verified: bool
) -> None:
    with acting_as(protected), pytest.raises(DatabaseError) as refused, transaction.atomic():
        EmailAddress(user=protected, email=email or protected.email, verified=verified).save()
    assert getattr(refused.value.__cause__, "sqlstate", "") == NOT_ALLOWED


@pytest.mark.hazard("HZ-75")
@pytest.mark.parametrize("kind", ["totp", "recovery_codes"])
def test_a_secret_copied_to_another_account_opens_nothing(protected: Account, kind: str) -> None:
    """Sealed for one account: under another's name the same row cannot be read."""
    taken = Authenticator.objects.get(user=protected, type=kind)
    copied = Authenticator(user=an_account("Jo Stone"), type=kind, data=json.loads(json.dumps(taken.data)))
    key = "secret" if kind == "totp" else "seed"
    assert second_factors.unseal(taken.data[key])
    with pytest.raises(second_factors.Unreadable):
        second_factors.unseal(copied.data[key])


@pytest.mark.hazard("HZ-75")
def test_a_secret_in_the_clear_is_refused_by_the_table(protected: Account) -> None:
    """Were it ever made without being sealed for its account, it would not be saved."""
    kept = Authenticator.objects.get(user=protected, type="totp")
    kept.data["secret"] = second_factors.ToSeal(SECRET)
    with acting_as(protected), pytest.raises(RuntimeError, match="in the clear"):
        kept.save()
