"""What any document with a status page holds to, told by tests to inherit."""

from odoo.exceptions import AccessError

from ... import const


class DocumentContract:
    """Tests for a model that inherits ``customer.status.mixin``.

    Inherit it beside ``StatusCase`` and ``HttpCase``, and say how to make one, and what
    happens to it that its customer is told; the shop's rules for it are its addon's::

        @tagged("standard", "post_install", "-at_install")
        class TestRental(DocumentContract, StatusCase, HttpCase):
            def create_document(self, partner):
                return self.env["rental"].create({"partner_id": partner.id})

            def change_document(self, document):
                document.action_confirm()
    """

    #: The event that ``change_document`` is for the ledger.
    document_event = const.EVENT_CONFIRMED
    #: Whether its customer opens the page with a login, too, and not only by the link.
    opens_with_login = True

    def create_document(self, partner):
        """Return a document of ``partner`` of which they need not hear yet."""
        raise NotImplementedError

    def change_document(self, document):
        """Have happen what its customer is told once."""
        raise NotImplementedError

    def get_reference(self, document):
        """Return what the customer knows a document by."""
        return document._get_status_facts()[document.id]["reference"]

    def create_told(self, partner):
        """Return a document, and the e-mail that its customer got."""
        document = self.create_document(partner)
        self.change_document(document)
        self.publish()
        messages = self.deliver()
        mine = [message for message in messages if partner.email in message["To"]]
        self.assertEqual(len(mine), 1, [message["Subject"] for message in messages])
        return document, mine[0]

    def open_link(self, message, **headers):
        """Return the answer to a click on the link in an e-mail."""
        self.env.flush_all()
        return self.url_open(f"/status/{self.get_token(message)}", headers=headers)

    def test_contract_it_is_told_once(self):
        document, message = self.create_told(self.anna)
        told = (self.document_event, const.TOLD, False)
        self.assertIn(told, self.get_events(document))
        self.assertIn(self.get_reference(document), message["Subject"])
        document._status_touch(const.REASON_CHANGED)
        self.publish()
        self.assertFalse(self.deliver(), "nothing is new")
        self.assertEqual(self.get_events(document).count(told), 1)

    def test_contract_what_was_only_made_is_not_told(self):
        document = self.create_document(self.anna)
        self.publish()
        events = [event for event, _state, _why in self.get_events(document)]
        self.assertNotIn(self.document_event, events)

    def test_contract_the_link_opens_its_page(self):
        document, message = self.create_told(self.anna)
        answer = self.open_link(message)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.get_reference(document), answer.text)
        said = self.open_link(message, Accept="application/json").json()
        self.assertEqual(said["status"]["kind"], document._status_kind)

    def test_contract_the_page_speaks_the_customers_language(self):
        _document, message = self.create_told(self.bo)
        answer = self.open_link(message)
        self.assertIn('<html lang="da', answer.text)

    def test_contract_only_its_customer_opens_it_with_a_login(self):
        document, _message = self.create_told(self.anna)
        path = f"/my/status/{document._status_kind}/{document.id}"
        reference = self.get_reference(document)
        for partner in (self.anna, self.bo):
            login = f"contract-{partner.id}"
            self._create_reader(partner, login)
            opens = self.opens_with_login and partner == self.anna
            self.authenticate(login, login)
            with self.subTest(partner=partner.name):
                answer = self.url_open(path)
                self.assertEqual(answer.status_code, 200 if opens else 404)
                self.assertEqual(reference in answer.text, opens)

    def test_contract_a_colleague_reads_what_they_may_read_of_it(self):
        document, _message = self.create_told(self.anna)
        clerk = self.create_user("contract_clerk", "base.group_user")
        page = self.get_page(document).with_user(clerk)
        page.invalidate_recordset()
        may_read = document.with_user(clerk).has_access("read")
        if may_read:
            self.assertTrue(page.facts)
        else:
            with self.assertRaises(AccessError):
                page.read(["facts"])
        self.assertEqual(bool(page.search([("id", "=", page.id)])), may_read)

    def test_contract_each_hears_of_their_own(self):
        documents = {}
        for partner in (self.anna, self.bo):
            documents[partner] = self.create_document(partner)
        for document in documents.values():
            self.change_document(document)
        self.publish()
        self.deliver()
        for partner, document in documents.items():
            [content] = [
                self.open_link(message).text
                for _from, to, message in self.sink.received
                if to == [partner.email]
            ]
            for other in documents.values():
                shown = self.get_reference(other) in content
                self.assertEqual(shown, other == document, partner.name)

    def test_contract_the_file_holds_what_the_page_shows(self):
        document, _message = self.create_told(self.anna)
        [(name, content)] = document._get_status_files().values()
        self.assertTrue(name.endswith(".html"))
        self.assertIn(self.get_reference(document), content.decode())

    def test_contract_facts_of_many_take_no_more_queries(self):
        counts = []
        for size in (2, 2, 12):  # the first fills Odoo's caches
            documents = self.env[self.create_document(self.anna)._name].union(
                *(self.create_document(self.anna) for _n in range(size))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            facts = documents._get_status_facts()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(facts), set(documents.ids))
        self.assertEqual(*counts[1:])

    def test_contract_hooks_get_nothing_often(self):
        none = self.env[self.create_document(self.anna)._name]
        for hook in (
            *("_get_status_facts", "_get_status_partners", "_get_status_companies"),
            *("_get_status_weights", "_get_status_files", "_get_status_validity"),
        ):
            with self.subTest(hook):
                self.assertFalse(getattr(none, hook)())
