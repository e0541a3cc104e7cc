"""Clients and the sealed sections of their files."""

import uuid

from auditlog.registry import auditlog
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models

_fernet = Fernet(settings.SECTION_KEY)


class SealedTextField(models.BinaryField):
    """Text that lies in the database as a Fernet token."""

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, str):
            value = _fernet.encrypt(value.encode())
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        return None if value is None else _fernet.decrypt(bytes(value)).decode()


class Client(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)


class Section(models.Model):
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=40)
    text = SealedTextField()


auditlog.register(Client)
auditlog.register(Section)
