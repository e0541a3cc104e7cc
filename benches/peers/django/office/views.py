"""Opening a client's file: signed in, permitted for this very client, and written into the log."""

from auditlog.signals import accessed
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from office.models import Client


@login_required
def open_file(request, id):
    client = get_object_or_404(Client, id=id)
    if not request.user.has_perm("office.view_client", client):
        raise PermissionDenied
    accessed.send(Client, instance=client)
    sections = [{"kind": section.kind, "text": section.text} for section in client.sections.all()]
    return JsonResponse({"id": str(client.id), "sections": sections})
