from django.db import connection
from tests.factories import an_account

from onestory.access.viewer import acting_as


def test_the_application_owns_nothing_and_cannot_step_over_a_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


def test_acting_as_names_the_viewer_inside_and_nobody_after(db: None) -> None:
    account = an_account(role="")
    with acting_as(account) as viewer, connection.cursor() as cursor:
        cursor.execute("SELECT wall.viewer()")
        assert cursor.fetchone() == (account.pk,)
        assert viewer.account_id == account.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.viewer()")
        assert cursor.fetchone() == (None,)
