"""The team: who works on a databank, what each may do, and what each sees.

A person signs in by opening a key slot (`signing_in`), and stays in by a session
(`sessions`). The role decides what may be done
(`rights.RIGHTS`, the one table); the desk decides what is seen (`Sight.of`, the one
condition). Rooms receive a desk, never the store itself.
"""

from relata.team import (
    accounts,
    invitations,
    preferences,
    rules,
    second_factor,
    sessions,
    sign_ins,
    signing_in,
)
from relata.team.desk import Deactivated, Desk, PastIsFixed, Sight, Viewer
from relata.team.history import Entry, history, undo, would_undo
from relata.team.rights import ACTS, RIGHTS, ROLES, NotAllowed, Role, may
from relata.team.users import (
    User,
    add_user,
    change_user,
    find_user,
    first_user,
    id_of_user,
    list_users,
    names,
    viewer_for,
    viewer_now,
)

__all__ = [
    "ACTS",
    "RIGHTS",
    "ROLES",
    "Deactivated",
    "Desk",
    "Entry",
    "NotAllowed",
    "PastIsFixed",
    "Role",
    "Sight",
    "User",
    "Viewer",
    "accounts",
    "add_user",
    "change_user",
    "find_user",
    "first_user",
    "history",
    "id_of_user",
    "invitations",
    "list_users",
    "may",
    "names",
    "preferences",
    "rules",
    "second_factor",
    "sessions",
    "sign_ins",
    "signing_in",
    "undo",
    "viewer_for",
    "viewer_now",
    "would_undo",
]
