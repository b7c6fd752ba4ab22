from urllib.parse import urlsplit

from odoo import api, models
from odoo.http import db_list
from odoo.tools import config

from odoo.addons.customer_status_comm_server.const import ADDON
from odoo.addons.customer_status_comm_server.tools.log_mask import is_masking


class CustomerStatusHealthServer(models.AbstractModel):
    """What of the server that Odoo runs on matters to customers' links."""

    _name = "customer.status.health.server"
    _description = "Health of the Server"

    @api.model
    def _get_figures_of_server(self, companies):
        """Return ``{company id: figures}``; as this process was started."""
        masked = is_masking() and ADDON in config["server_wide_modules"]
        hosts = {
            company: urlsplit(company.get_base_url()).netloc for company in companies
        }
        opening = {host: self._opens_links(host) for host in set(hosts.values())}
        return {
            company.id: {"log_is_masked": masked, "links_open": opening[host]}
            for company, host in hosts.items()
        }

    @api.model
    def _opens_links(self, host):
        """Whether a visitor of ``host`` who has a link only gets to this database.

        Odoo takes the one there is, of several none.
        """
        databases = db_list(force=True, host=host)
        return not databases or databases == [self.env.cr.dbname]
