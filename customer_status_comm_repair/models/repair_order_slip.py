from odoo import models

from ..tools.qr import to_png


class RepairOrder(models.Model):
    """The code on the job slip that opens the status page."""

    # A file of its own for its own reason to change.
    _inherit = "repair.order"  # pylint: disable=R8180

    def _prepare_status_slips(self):
        """Make a link for each job's customer, to be printed and kept nowhere.

        A slip printed anew has a new link; those on older slips stay valid. Jobs
        without a customer have none. Side effect: creates links, and missing pages.

        :return: ``{id: {"url": address, "code": data URI of its QR code}}``.
        :raise AccessError: when the reader may not read one of the jobs.
        """
        self.check_access("read")
        jobs = self.filtered("partner_id")
        pages = self.env["customer.status.page"].sudo()._ensure(jobs)
        partners = jobs._get_status_partners()
        paths = (
            self.env["customer.status.link"]
            .sudo()
            ._create_links(
                [pages[job.id] for job in jobs], [partners[job.id] for job in jobs]
            )
        )
        slips = {}
        for job, path in zip(jobs, paths, strict=True):
            url = job.sudo().get_base_url() + path
            slips[job.id] = {"url": url, "code": to_png(url)}
        return slips
