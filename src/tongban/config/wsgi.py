"""The WSGI application that granian serves."""

import importlib
import os

from django.core.wsgi import get_wsgi_application

from tongban.config import drawing, wiring

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")

application = get_wsgi_application()
# Models can be loaded only after the framework is set up.
wiring.install(observer=importlib.import_module("tongban.config.observe").Watch())
drawing.install()
