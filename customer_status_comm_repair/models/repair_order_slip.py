from odoo import models

from ..tools.qr import to_png


class RepairOrder(models.Model):
    """The code on the job slip that opens the status page."""

    # A file of its own for its own reason to change.
    _inherit = "repair.order"  # pylint: disable=R8180

    def _prepare_status_slips(self):
        """Make a link for each job's customer, to be printed and kept nowhere.

        A slip printed anew has a new link; those on older slips stay valid. Jobs
        without a customer have none, nor has a slip that is printed by somebody who may
        not read all that the page tells: whoever prints it has it in their hands. Where
        the shop publishes on demand, a link opens its page once that is published. Side
        effect: creates links, and missing pages.

        :return: ``{id: {"url": address, "code": data URI of its QR code}}`` of the jobs
            with a customer; both ``None`` where there is no link.
        :raise AccessError: when the reader may not read one of the jobs.
        :raise UserError: when a page has had its links of the hour.
        """
        self.check_access("read")
        jobs = self.filtered("partner_id")
        pages_sudo = self.env["customer.status.page"].sudo()
        pages_sudo._ensure_shown(jobs)
        pages = pages_sudo._find_pages(jobs)
        in_hand = self.env["customer.status.page"].union(*pages.values())
        in_hand = in_hand._filter_in_hand()
        linked = jobs.filtered(lambda job: pages[job.id] in in_hand)
        partners = linked._get_status_partners()
        links_sudo = self.env["customer.status.link"].sudo()
        links_sudo._check_links_left(in_hand)
        paths = links_sudo._create_links(
            [pages[job.id] for job in linked],
            [partners[job.id] for job in linked],
            [self.env.uid for _job in linked],
            is_in_hand=True,
        )
        slips = {job.id: {"url": None, "code": None} for job in jobs}
        for job, path in zip(linked, paths, strict=True):
            if not path:
                continue
            url = job.sudo().get_base_url() + path
            slips[job.id] = {"url": url, "code": to_png(url)}
        return slips
