"""Files that a message had taken over though they were the website's."""

from odoo.tools import SQL


def migrate(cr, _version):
    """Give public files, and those with an address, back: deleted with no message.

    The message still names them, so its list of files stays as it was.
    """
    cr.execute(
        SQL(
            """
            UPDATE ir_attachment SET res_model = NULL, res_id = NULL
             WHERE res_model = 'customer.communication'
               AND (public OR url IS NOT NULL)
            """
        )
    )
