"""M2, M5: the e-mail that leaves and the file it carries are valid HTML."""

from odoo.tests import Form

from odoo.addons.customer_status_comm.tests.common import StatusCase

from ..nu_html import find_errors

#: Obsolete on pages, needed in e-mails: Outlook lays tables out by these alone.
FOR_OUTLOOK = ("“align”", "“cellpadding”", "“cellspacing”", "“width”", "“border”")


class TestValidHtml(StatusCase):
    """One run of the checker for all that is sent."""

    def test_m2_m5_mails_and_files_are_valid(self):
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        order._create_invoices().action_post()
        self.publish()
        order._action_cancel()
        self.publish()
        self.create_order(self.bo).action_confirm()
        self.publish()
        messages = self.deliver()
        action = self.bo.action_contact()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.template_id = self.env.ref(
            "customer_status_comm.mail_template_status_email"
        )
        form.save().action_send()
        messages.append(self.sink.received[-1][2])

        self.assertEqual(len(messages), 5)
        mails = {message["Subject"]: self.get_html(message) for message in messages}
        self.assertEqual(len(mails), 5)
        files = {
            f"file {number}": part.get_content()
            for number, message in enumerate(messages)
            for part in message.iter_attachments()
        }
        self.assertTrue(files)
        wrong = [
            error
            for error in find_errors({**mails, **files})
            if error.startswith("file ")
            or not any(f"The {name} attribute on" in error for name in FOR_OUTLOOK)
        ]
        self.assertFalse(wrong, "\n".join(wrong))
