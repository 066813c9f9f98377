"""What test databases have besides: placing people in teams, and what only time or the owner of the tables brings about."""

from __future__ import annotations

import psycopg


def let_tests_place_people(url: str) -> None:
    """A door that exists in test databases alone: the application may not write a team membership, and tests need some."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            """CREATE FUNCTION public.test_place_in_team(id uuid, account uuid, team uuid, as_role text) RETURNS void
            LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
              INSERT INTO access_teammembership (id, created_at, account_id, team_id, role)
                VALUES (id, now(), account, team, as_role) $$"""
        )
        # What only time or the owner of the tables brings about, in the test's own transaction: a grant that has run out.
        admin.execute(
            """CREATE FUNCTION public.test_as_superuser(statement text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = public AS $$ BEGIN EXECUTE statement; END $$"""
        )
