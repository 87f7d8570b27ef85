"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from tongban.cli.processes import end_with_parent
from tongban.config import wiring

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
# A server process whose master was killed would go on holding the port.
end_with_parent()

application = get_wsgi_application()
wiring.install()
