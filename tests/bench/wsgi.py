"""What the web server of the bench loads: the product, at the bench's time of day."""

import os

from tests.bench import clock

clock.start()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
