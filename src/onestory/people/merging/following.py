"""Whatever is written while two records are put together is written of one of them, and not lost between the two.

Whoever writes in a record holds a lock together with everybody else who does; a merge holds it alone. So a row is either there
when a merge begins, or is written after it: then it follows to the one that is kept, noted as if it had moved. What opens a
record, or puts somebody into one, does not follow: nobody meant to open that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onestory.access.functions import DEFINER
from onestory.core.merging import Relation, Then
from onestory.people.merging import registry
from onestory.people.merging.carrying_out import JUST_MERGED

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_ALSO = ("people_person", "people_family", "people_factconfirmation")

FUNCTIONS: dict[str, str] = {
    "wall.beside_others()": f"""
CREATE OR REPLACE FUNCTION wall.beside_others() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  LOCK TABLE public.people_mergedrow IN ROW SHARE MODE;
  RETURN NULL;
END $$;""",
    # Each argument is a column and, of what opens, how it must not be written.
    "wall.follow_merges()": f"""
CREATE OR REPLACE FUNCTION wall.follow_merges() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE said text; col text; late record; here uuid; through record;
BEGIN
  IF TG_TABLE_SCHEMA <> 'public' OR NOT EXISTS (SELECT FROM public.people_merge m WHERE m.state = 'done') THEN
    RETURN NULL;
  END IF;
  FOREACH said IN ARRAY TG_ARGV LOOP
    col := split_part(said, ' ', 1);
    FOR late IN EXECUTE format('SELECT w.id::text AS id, m.merged_id FROM written w JOIN public.people_merge m ON m.merged_id = '
        || CASE WHEN said LIKE '% list' THEN 'ANY (w.%I)' ELSE 'w.%I' END || ' WHERE m.state = ''done''', col) LOOP
      IF said LIKE '% opens%' THEN RAISE EXCEPTION 'put together just now' USING ERRCODE = '{JUST_MERGED}'; END IF;
      here := late.merged_id;
      FOR through IN WITH RECURSIVE way AS (
          SELECT m.id, m.kept_id, 1 AS nth FROM public.people_merge m WHERE m.merged_id = late.merged_id AND m.state = 'done'
          UNION ALL SELECT m.id, m.kept_id, w.nth + 1 FROM way w JOIN public.people_merge m ON m.merged_id = w.kept_id
            AND m.state = 'done') SELECT * FROM way ORDER BY nth LOOP
        INSERT INTO public.people_mergedrow (merge_id, step, did, "table", "column", row_id)
          SELECT through.id, coalesce(max(r.step), 0) + 1, 'moved', TG_TABLE_NAME, col, late.id
          FROM public.people_mergedrow r WHERE r.merge_id = through.id;
        here := through.kept_id;
      END LOOP;
      EXECUTE format('UPDATE public.%I t SET %I = $1 WHERE t.id::text = $2', TG_TABLE_NAME, col) USING here, late.id;
    END LOOP;
  END LOOP;
  RETURN NULL;
END $$;""",
}
INNER = frozenset(FUNCTIONS)


def _triggers() -> dict[tuple[str, str], str]:
    """By table and name, the statements that make them."""
    made = {}
    for table in sorted({*registry.followed(), *_ALSO}):
        made[table, "beside_others"] = (
            f'CREATE TRIGGER beside_others BEFORE INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH STATEMENT'
            " EXECUTE FUNCTION wall.beside_others()"
        )
    for table, several in registry.followed().items():
        said = ", ".join(f"'{_said(one)}'" for one in several)
        made[table, "follow_merges"] = (
            f'CREATE TRIGGER follow_merges AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS written FOR EACH STATEMENT'
            f" EXECUTE FUNCTION wall.follow_merges({said})"
        )
    return made


def _said(one: Relation) -> str:
    return one.column + (" opens" if one.opens else "") + (" list" if one.then is Then.IS_REPLACED else "")


def watch(owner: BaseDatabaseWrapper) -> None:
    """Set the triggers where they are not, as declared; tables whose triggers stand already are left alone."""
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, obj_description(t.oid, 'pg_trigger') FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname IN ('beside_others', 'follow_merges')"
        )
        standing = {(table, name): said for table, name, said in cursor.fetchall()}
        wanted = _triggers()
        for table, name in standing.keys() - wanted.keys():
            cursor.execute(f'DROP TRIGGER {name} ON "{table}"')
        for (table, name), statement in wanted.items():
            if standing.get((table, name)) != statement:
                _set(cursor, table, name, statement)


def _set(cursor: Any, table: str, name: str, statement: str) -> None:
    cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
    cursor.execute(statement)
    said = statement.replace("'", "''")
    cursor.execute(f"COMMENT ON TRIGGER {name} ON \"{table}\" IS '{said}'")
