from textwrap import shorten

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..tools import criteria as criteria_tools
from ..tools.foreign import literal_eval

#: What Odoo and PostgreSQL say of criteria that do not fit; no trouble of the moment.
_UNFIT = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(NotImplementedError, RecursionError, TypeError, ValueError, UserError),
    *(psycopg2.DataError, psycopg2.ProgrammingError),
)
#: So many characters are shown of what they say: it may repeat all of the criteria.
_REASON = 200


class CustomerStatusCriteria(models.AbstractModel):
    """Which documents something is for; nobody learns more by asking than they may.

    The publisher asks of all there is (``_filter``). Whoever writes criteria
    (``_check_criteria``), or looks at which documents meet them (``_filter_readable``),
    must be allowed to read each model and each field on their paths: else the answer is
    told bit by bit.
    """

    _name = "customer.status.criteria"
    _description = "Criteria of a Status Rule"

    criteria = fields.Char(
        default="[]",
        required=True,
        help="Which documents it is for. The first rule of an event whose criteria a "
        "document meets decides; none: all documents.",
    )
    criteria_summary = fields.Char(
        string="Which documents", compute="_compute_criteria_summary"
    )
    res_model = fields.Char(string="Document model")

    @api.depends("criteria")
    def _compute_criteria_summary(self):
        for record in self:
            record.criteria_summary = (
                self.env._("By criteria")
                if record._get_terms() != []
                else self.env._("All")
            )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_criteria()
        return records

    def write(self, vals):
        result = super().write(vals)
        # Not in a constraint: Odoo runs these with all rights.
        if vals.keys() & self._get_criteria_fields():
            self._check_criteria()
        return result

    @api.model
    def _get_criteria_fields(self):
        """Return the names of the fields that decide what is asked, and of what."""
        return {"criteria", "res_model"}

    def _get_terms(self):
        """Return the terms of the criteria, conditions as tuples.

        :return: ``None`` while they are half typed, or nonsense: saving is refused.
        """
        self.ensure_one()
        try:
            terms = criteria_tools.read_criteria(self.criteria)
        except ValueError:
            return None
        return [tuple(term) if isinstance(term, list) else term for term in terms]

    def _filter(self, documents):
        """Return those of ``documents`` that meet the criteria, whoever asks.

        What the publisher decides by; nothing of it is for somebody's eyes.
        """
        self.ensure_one()
        criteria = literal_eval(self.criteria)
        return documents.sudo().filtered_domain(criteria) if criteria else documents

    def _filter_readable(self, documents):
        """Return those of ``documents`` that meet the criteria as the user sees it.

        By the user's rights throughout: what they may not read, whether it is a
        document or something that a path leads to, is not there. Criteria without a
        path ask for nothing, and are answered for all.

        :raise AccessError: for a path that the user may not read.
        """
        self.ensure_one()
        if not self._check_may_read_criteria():
            return self._filter(documents)
        found = self._find_mine(documents, Domain(literal_eval(self.criteria)))
        ids = set(found.ids)
        return documents.filtered(lambda document: document.id in ids)

    def _leaves_out(self, documents):
        """Whether ``_filter_readable`` passes over some as not the user's to read."""
        self.ensure_one()
        if not self._check_may_read_criteria():
            return False
        return len(self._find_mine(documents, Domain.TRUE)) < len(documents)

    def _find_mine(self, documents, domain):
        """Return those of ``documents``, archived or not, that the user finds by it."""
        mine = documents.with_user(self.env.user).sudo(self.env.su)
        domain &= Domain("id", "in", documents.ids)
        if active := mine._active_name:
            domain &= Domain(active, "in", [True, False])
        return mine.search(domain)

    def _check_may_read_criteria(self):
        """Refuse criteria that ask by a path which the user may not read.

        :return: the paths, dotted; empty when all documents meet them.
        :raise AccessError: naming the path.
        :raise ValidationError: for criteria that cannot be followed.
        """
        self.ensure_one()
        try:
            paths = criteria_tools.find_paths(
                criteria_tools.read_criteria(self.criteria)
            )
            refused = [path for path in paths if not self._may_read_path(path)]
        except criteria_tools.TooMuchError as error:
            raise ValidationError(self._describe_too_much()) from error
        except ValueError as error:
            raise ValidationError(self._describe_unfit(error)) from error
        if refused:
            raise AccessError(
                self.env._(
                    "The criteria of “%(rule)s” ask for “%(path)s”, which you may not "
                    "read. Take this condition out, or leave it to somebody who may "
                    "read it.",
                    rule=self.display_name,
                    path=refused[0],
                )
            )
        return paths

    def _may_read_path(self, path):
        """Whether the user may read each model and field of a dotted path.

        What a relation leads to must be readable even where the path ends there: by a
        text it is searched by name.

        :raise ValueError: when there is no such path.
        """
        if self.res_model not in self.env:
            raise ValueError(f"there is no {self.res_model}")
        model = self.env[self.res_model]
        names = path.split(".")
        for place, name in enumerate(names):
            field = model._fields.get(name)
            if not field:
                raise ValueError(f"{model._name} has no field {name!r}")
            if not model.has_access("read") or not model._has_field_access(
                field, "read"
            ):
                return False
            if field.relational:
                model = self.env[field.comodel_name]
            elif place < len(names) - 1:
                # The month of a date, a property: one name, which Odoo checks.
                part = field.type in ("date", "datetime", "properties")
                if not part or place < len(names) - 2:
                    raise ValueError(f"{name!r} leads no further")
                break
        return model.has_access("read")

    def _check_criteria(self):
        """Refuse criteria that the user may not ask, or that documents do not fit.

        First the paths, then the database by the user's rights: there Odoo refuses
        what no path shows, a name that is made of other fields. Nothing is asked with
        all rights, for an error that comes or not would be an answer, too.

        :raise AccessError: naming the path, or in Odoo's words.
        :raise ValidationError: when they do not fit.
        """
        for record in self:
            paths = record._check_may_read_criteria()
            try:
                with self.env.cr.savepoint():
                    domain = Domain(literal_eval(record.criteria))
                    if paths:
                        self.env[record.res_model].search_count(domain, limit=1)
            except AccessError:
                raise
            except _UNFIT as error:
                raise ValidationError(record._describe_unfit(error)) from error

    def _describe_unfit(self, error):
        """Return the words for criteria that do not fit."""
        return self.env._(
            "The criteria of “%(rule)s” do not fit its documents: %(reason)s",
            rule=self.display_name,
            reason=shorten(str(error), _REASON),
        )

    def _describe_too_much(self):
        """Return the words for criteria that nobody can mean."""
        return self.env._(
            "These criteria are too much to ask. Keep them under %(characters)s "
            "characters, %(conditions)s conditions and %(levels)s levels: several "
            "rules for one event do the same.",
            characters=criteria_tools.MOST_CHARACTERS,
            conditions=criteria_tools.MOST_CONDITIONS,
            levels=criteria_tools.MOST_LEVELS,
        )
