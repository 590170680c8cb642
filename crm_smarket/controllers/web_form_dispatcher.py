from odoo.http import Dispatcher, HttpDispatcher


class WebFormDispatcher(Dispatcher):
    """Leaves the body of a post to its endpoint, and no trace in the visitor's browser.

    Odoo's own dispatchers parse the body first: what they cannot read is lost without a word,
    and a signature over it can no longer be checked.
    """

    routing_type = "crm_smarket_web_form"

    @classmethod
    def is_compatible_with(cls, request):
        """Take every content type: the endpoint has an answer for each."""
        return True

    def dispatch(self, endpoint, args):
        """Call the endpoint with what stands in the address."""
        self.request.params = dict(args)
        return self.request.registry["ir.http"]._dispatch(endpoint)

    def post_dispatch(self, response):
        """Answer without cookies: a retried transaction has got a session that would set one."""
        self.request.session.can_save = False
        self.request.future_response.headers.remove("Set-Cookie")
        return super().post_dispatch(response)

    def handle_error(self, exc):
        """Answer an error like any other page does."""
        return HttpDispatcher(self.request).handle_error(exc)
