"""The names of the database's roles; `sql/roles.sql` says what each is for."""

SUPERUSER = "postgres"
OWNER = "onestory_owner"
APP = "onestory_app"
RLS = "onestory_rls"
BACKUP = "onestory_backup"
INSIGHT = "onestory_insight"
SEALER = "onestory_sealer"

LOGIN = (OWNER, APP, BACKUP, INSIGHT, SEALER)
DATABASE = "onestory"
