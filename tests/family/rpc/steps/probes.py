"""Questions whose answer differs with a secret that one may not know.

Who may not read a field, but may ask in which records it begins with "a", reads it
letter by letter. So each question is put twice: with the secret, and with what it is
not. Whoever gets two answers knows.
"""

from ..entry import Call

#: Looks like a secret, and is none; as long as one.
NOT_IT, NOT_THE_AMOUNT = "mkzzzzzzxq", 7391.99
RULE, DRY_RUN = "customer.status.rule", "customer.status.dry.run"
HOPS = 3


class Differs(tuple):
    """Says that two questions were answered otherwise: ``(call, Marker)``."""


class Places:
    """Where secrets stand, and by which fields one gets there from a model."""

    def __init__(self, env, markers, rows, starts):
        """Look at what building the world has written.

        :param rows: ``{model: {id: row}}``. ``starts``: models that may be asked.
        """
        self.env = env
        self.secrets = {}
        for model, by_id in rows.items():
            if model not in env or env[model]._transient:
                continue
            for row in by_id.values():
                for name, value in row.items():
                    self._keep(model, name, markers.find(value))
        self.distance = self._measure()
        self.starts = [model for model in starts if model in self.distance]

    def _keep(self, model, name, found):
        field = self.env[model]._fields.get(name)
        if found and field is not None and field.store:
            self.secrets.setdefault(model, {}).setdefault(name, set()).update(found)

    def _measure(self):
        """Return ``{model: number of hops to the next secret}``, up to ``HOPS``."""
        distance = dict.fromkeys(self.secrets, 0)
        for hops in range(1, HOPS + 1):
            near = {
                name
                for name in self.env.registry
                if name not in distance
                and any(f.comodel_name in distance for f in self._links(name))
            }
            distance |= dict.fromkeys(near, hops)
        return distance

    def _links(self, model):
        fields = self.env[model]._fields
        return [
            field
            for _name, field in sorted(fields.items())
            if field.comodel_name and (field.store or field.search)
        ]


class Probes:
    """Puts such questions for one role."""

    def __init__(self, values, places):
        self.make, self.dice, self.places = values, values.dice, places
        self.role, self.env = values.role, values.env

    def ask(self):
        """Yield two calls that ask the same of a secret and of what is none.

        And a ``Differs`` when the answers differ.
        """
        if self.role in ("chief", "branch", "foreign") and self.dice.chance(60):
            path, marker = self._find_path("sale.order")
            yield from self._ask_rule(path, marker)
            return
        model = self.dice.one(self.places.starts)
        path, marker = self._find_path(model)
        method = self.dice.one(
            ["search_count", "search", "name_search", "web_search_read"]
        )
        answers = []
        for wrong in (False, True):
            domain = [self._condition(path, marker, wrong)]
            args = {
                "name_search": ("", domain),
                "web_search_read": (domain, {"id": {}}),
            }.get(method, (domain,))
            call = Call(self.role, model, method, args)
            answers.append((yield call))
        if self._differ(*answers):
            yield Differs((call, marker))

    def _ask_rule(self, path, marker):
        """The same by the criteria of a rule, and its dry run."""
        answers = []
        for wrong in (False, True):
            criteria = repr([self._condition(path, marker, wrong)])
            values = {
                "event": "confirmed",
                "template_id": self.make.world["template_order"].id,
                "criteria": criteria,
            }
            call = Call(self.role, RULE, "create", (values,))
            answer = yield call
            if not answer.value:
                return
            run = {"rule_id": answer.value, "days": 30}
            answer = yield Call(self.role, DRY_RUN, "create", (run,))
            if not answer.value:
                return
            spec = {"summary": {}, "line_ids": {"fields": {"document_name": {}}}}
            ids = [answer.value]
            answers.append((yield Call(self.role, DRY_RUN, "web_read", (ids, spec))))
        told = [
            answer.value
            and [(row["summary"], len(row["line_ids"])) for row in answer.value]
            for answer in answers
        ]
        if told[0] != told[1] and not any(answer.error for answer in answers):
            yield Differs((call, marker))

    @staticmethod
    def _differ(one, other):
        return not one.error and not other.error and one.value != other.value

    def _find_path(self, model):
        """Return ``([names], Marker)``: how one gets from a model to a secret."""
        names, left = [], HOPS
        while True:
            here = self.places.secrets.get(model, {})
            if here and (not left or self.dice.chance(50)):
                name = self.dice.one(sorted(here))
                secret = self.dice.one(sorted(here[name], key=_by_place))
                return [*names, name], secret
            ways = [
                field
                for field in self.places._links(model)
                if self.places.distance.get(field.comodel_name, HOPS) < left
            ]
            if not ways:
                left = 0
                continue
            field = self.dice.one(ways)
            names.append(field.name)
            model, left = field.comodel_name, left - 1

    def _condition(self, path, marker, wrong):
        """Return a condition that is met where the secret stands, or nowhere."""
        if marker.value.isdigit():
            amount = int(marker.value) / 100
            return (".".join(path), "=", NOT_THE_AMOUNT if wrong else amount)
        value = NOT_IT if wrong else marker.value
        return (".".join(path), "ilike", value)


def _by_place(marker):
    """Sort secrets the same in each run: tokens among them are not."""
    return marker.of, marker.what
