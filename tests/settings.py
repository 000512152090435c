"""The product's own settings, on top of an environment that needs nothing."""

import os
import tempfile

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="surefoot-tests-"))

from portal.settings import *  # noqa: F403
from portal.settings import CACHES, REDIS_URL

# Cheap on purpose: the suite signs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
elif os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
    # The second of two test processes: emptying its cache must not empty the other's (.ci/empty_redis.py).
    server, _slash, number = REDIS_URL.rpartition("/")
    CACHES["default"]["LOCATION"] = f"{server}/{int(number) + 1}"
CELERY_TASK_ALWAYS_EAGER = True
WHITENOISE_AUTOREFRESH = True
