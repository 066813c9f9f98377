"""Doors of the addresses that no journey keeps: those of the root itself, and those that libraries bring.

Libraries answer in their own ways, so several answers may be right; what counts is who gets past, and that nothing breaks.
What they do with a good form is tested where it matters (tests/safety, tests/integration/config).
"""

from __future__ import annotations

from dataclasses import replace

from onestory.safety.doors import ANY_METHOD, SHOWN, Audience, Door, anyone, nothing, signed_in

_AS_THEY_LIKE = (200, 302, 400, 401, 403, 404, 405, 409, 422, 429)


def _of_library(says: str, opens_to: Audience, **example: object) -> Door:
    return Door(
        says, opens_to, methods=ANY_METHOD, sends=nothing, example=example, shows=_AS_THEY_LIKE, accepts=_AS_THEY_LIKE,
        refuses=_AS_THEY_LIKE,
    )  # fmt: skip


def _of_machines(says: str, answers: int = SHOWN) -> Door:
    return Door(
        says, anyone(), methods=ANY_METHOD, sends=nothing, shows=(answers,), accepts=(answers,), refuses=(answers,)
    )


DOORS = {
    "health": _of_machines("ask whether the process answers"),
    "ready": _of_machines("ask whether it can serve"),
    "own_address": replace(_of_library("be taken to how they sign in", signed_in()), at="/account/email/"),
    # Signing in and out.
    "account_login": _of_library("sign in", anyone()),
    "account_logout": _of_library("sign out", anyone()),
    "account_inactive": _of_library("read that their account is closed", anyone()),
    "account_reauthenticate": _of_library("show again who they are", signed_in()),
    # Passwords.
    "account_change_password": _of_library("change their password", signed_in()),
    "account_set_password": _of_library("set a password", signed_in()),
    # Single sign-on.
    "openid_connect_login": _of_library("go to their organisation’s sign-in", anyone(), provider_id="none"),
    "openid_connect_callback": _of_library("come back from their organisation’s sign-in", anyone(), provider_id="none"),
    "socialaccount_login_cancelled": _of_library("read that they stopped signing in", anyone()),
    "socialaccount_login_error": _of_library("read that their organisation’s sign-in failed", anyone()),
    # Second factors.
    "mfa_index": _of_library("see how they sign in", signed_in()),
    "mfa_authenticate": _of_library("show a second factor", anyone()),
    "mfa_reauthenticate": _of_library("show a second factor again", signed_in()),
    "mfa_activate_totp": _of_library("set up an authenticator app", signed_in()),
    "mfa_deactivate_totp": _of_library("take away an authenticator app", signed_in()),
    "mfa_view_recovery_codes": _of_library("see their recovery codes", signed_in()),
    "mfa_generate_recovery_codes": _of_library("make recovery codes", signed_in()),
    "mfa_download_recovery_codes": _of_library("keep their recovery codes", signed_in()),
    "mfa_list_webauthn": _of_library("see their passkeys", signed_in()),
    "mfa_add_webauthn": _of_library("add a passkey", signed_in()),
    "mfa_reauthenticate_webauthn": _of_library("show a passkey again", signed_in()),
    "mfa_remove_webauthn": _of_library("take away a passkey", signed_in(), pk=1),
    "mfa_edit_webauthn": _of_library("rename a passkey", signed_in(), pk=1),
    "mfa_login_webauthn": _of_library("sign in by a passkey", anyone()),
}

# Files answered before any address is looked up: style and script, the same for everybody.
FILES = {"ui/onestory.css": Door("be given style and script", anyone(), methods=("GET", "HEAD"))}

# Every part of the design, for people who build pages: these addresses stand where `ONESTORY_DEBUG` is set, and nowhere else.
FOR_BUILDERS = {
    name: Door("see every part of the design", anyone(), methods=("GET", "HEAD", "POST"), sends=nothing)
    for name in ("gallery:parts", "gallery:form", "gallery:mistakes")
}
