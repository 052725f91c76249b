"""The server: the databank over HTTP, for the workspace in the browser.

It holds no rules of its own. A request is seated as the person whose session it
carries; the Databank does the rest and refuses what that person may not do. What is
here is what a web server owes on top: sessions in cookies, guards against other
sites, limits, live events, and the built workspace.
"""

from relata.server.serving import Address, NotSafeToServe, serve

__all__ = ["Address", "NotSafeToServe", "serve"]
