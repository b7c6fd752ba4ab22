"""Measurements against stock Odoo: a ratio of two things done in one run."""
