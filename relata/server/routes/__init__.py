"""The routes, one file a room of the workspace."""

from relata.server.routes import entering, reading

ROUTES = (*entering.ROUTES, *reading.ROUTES)
