"""The names of the database's roles; `sql/roles.sql` says what each is for."""

SUPERUSER = "postgres"
OWNER = "onestory_owner"
APP = "onestory_app"
RLS = "onestory_rls"
BACKUP = "onestory_backup"
INSIGHT = "onestory_insight"
SEALER = "onestory_sealer"
QUEUE = "onestory_queue"

LOGIN = (OWNER, APP, BACKUP, INSIGHT, SEALER, QUEUE)
DATABASE = "onestory"
