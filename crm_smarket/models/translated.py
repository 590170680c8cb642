"""Texts in all languages at once, for copies that people of several languages read."""

from odoo.tools import SQL


def read_translations(records, fname):
    """Return what a translated field holds: ``{record id: {language: text}}``, by one query."""
    records.flush_recordset([fname])
    if not records.ids:
        return {}
    return dict(
        records.env.execute_query(
            SQL(
                "SELECT id, %(field)s FROM %(table)s WHERE id IN %(ids)s",
                field=SQL.identifier(fname),
                table=SQL.identifier(records._table),
                ids=tuple(records.ids),
            )
        )
    )


def copy_translations(copies, sources, fname):
    """Give records the text of others in every language, by one statement.

    The ORM copies a value in the language of the user only; with a single language that is all.

    :param copies: records that have their texts already, in the user's language
    :param list sources: for each of them the record whose text it is
    """
    if not copies or len(copies.env["res.lang"].get_installed()) < 2:
        return
    copies.flush_recordset([fname])
    sources[0].browse(source.id for source in sources).flush_recordset([fname])
    copies.env.cr.execute(
        SQL(
            """
            UPDATE %(copy_table)s copy
               SET %(field)s = source.%(field)s
              FROM UNNEST(%(copies)s, %(sources)s) AS pair(copy_id, source_id)
              JOIN %(source_table)s source ON source.id = pair.source_id
             WHERE copy.id = pair.copy_id
            """,
            field=SQL.identifier(fname),
            copy_table=SQL.identifier(copies._table),
            source_table=SQL.identifier(sources[0]._table),
            copies=copies.ids,
            sources=[source.id for source in sources],
        )
    )
    copies.invalidate_recordset([fname], flush=False)
