"""The one page, at the address that Caseward's API has for it."""

from django.urls import path

from office.views import open_file

urlpatterns = [path("api/v1/clients/<uuid:id>", open_file)]
