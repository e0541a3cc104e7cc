"""Lets a program name its session in the way in which Caseward's API expects it, so that the same
asking program can measure both."""

from django.conf import settings


class BearerMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        scheme, _, session = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer":
            request.COOKIES[settings.SESSION_COOKIE_NAME] = session
        return self.get_response(request)
