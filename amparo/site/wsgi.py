"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from amparo.site.startup_checks import refuse_faults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
application = get_wsgi_application()
refuse_faults()
