"""A small office as a small team would build it with Django: the usual packages, used as their
manuals say. Opening a client's file is all that it can do."""
