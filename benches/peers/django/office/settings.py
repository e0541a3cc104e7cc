"""Settings as `startproject` leaves them, for production, with guardian and auditlog added."""

import os
from urllib.parse import unquote, urlsplit

_at = urlsplit(os.environ["PEERS_DATABASE"])

DEBUG = False
SECRET_KEY = "only-for-measuring-on-loopback-with-invented-people"
SECTION_KEY = b"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "office.urls"
WSGI_APPLICATION = "office.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "guardian",
    "auditlog",
    "office",
]
MIDDLEWARE = [
    "office.bearer.BearerMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _at.path.lstrip("/"),
        "USER": unquote(_at.username or ""),
        "PASSWORD": unquote(_at.password or ""),
        "HOST": _at.hostname,
        "PORT": _at.port or 5432,
        "CONN_MAX_AGE": None,
    }
}
