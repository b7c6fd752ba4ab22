"""Errors that other code of ours tells apart."""

from odoo.exceptions import UserError


class SenderMissingError(UserError):
    """A company has no address that its customers could hear from."""
