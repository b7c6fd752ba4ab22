"""Values over RPC that are no values, before anybody looks into them."""

from collections.abc import Mapping

from odoo.exceptions import UserError


def check_shape(records, operation, *vals_list):
    """Refuse what is no dictionary, after who may not write at all.

    To be called first by a ``create`` or ``write`` that looks at values before Odoo
    does, which asks for access before anything else.

    :param str operation: ``"create"`` or ``"write"``.
    :param vals_list: what should be dictionaries, one for each record.
    :raise AccessError: to who may not do it, whatever the values are.
    :raise UserError: when one of them is no dictionary.
    """
    if all(isinstance(vals, Mapping) for vals in vals_list):
        return
    records.check_access(operation)
    raise UserError(
        records.env._("The values of a record are given as fields and their values.")
    )


def check_shapes(records, vals_list):
    """Refuse a list of values for ``create`` that is none; see ``check_shape``."""
    known = isinstance(vals_list, list | tuple)
    check_shape(records, "create", *(vals_list if known else [None]))
