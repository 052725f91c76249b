"""The one table of rights: what each role may do.

Everything a face offers asks here, by the name of an act. The reference page and
the tests are made from this table.
"""

from __future__ import annotations

from typing import Literal, get_args

from relata.errors import RelataError

Role = Literal["reader", "coder", "lead", "guardian"]
ROLES: tuple[Role, ...] = get_args(Role)

_everyone: frozenset[Role] = frozenset(ROLES)
_coders: frozenset[Role] = frozenset({"coder", "lead", "guardian"})
_leads: frozenset[Role] = frozenset({"lead", "guardian"})
_guardians: frozenset[Role] = frozenset({"guardian"})

RIGHTS: dict[str, frozenset[Role]] = {
    "findings.read": _everyone,
    "codebook.read": _everyone,
    "cases.read": _everyone,
    "team.read": _everyone,
    "sources.read": _coders,
    "sources.add": _coders,
    "sources.reread": _leads,
    "search": _coders,
    "codings.read": _coders,
    "codings.write": _coders,
    "cases.write": _coders,
    "history.read": _coders,
    "undo.own": _coders,
    "undo.any": _leads,
    "codebook.in vivo": _coders,
    "codebook.write": _leads,
    "team.write": _leads,
    "team.guardians": _guardians,
    "verify": _coders,
    "backup": _leads,
    "erase": _guardians,
}
"""Acts, and the roles that may do them."""

ACTS: dict[str, str] = {
    "findings.read": "Read findings: counts, tables, and the ids they rest on.",
    "codebook.read": "Read the codebook.",
    "cases.read": "List cases by pseudonym, with their values.",
    "team.read": "See who works on the databank, and as what.",
    "sources.read": "Read sources: their texts, originals and descriptions.",
    "sources.add": "Take sources in.",
    "sources.reread": "Read a source again with a better reader, and carry passages over.",
    "search": "Search the texts.",
    "codings.read": "See codings and memos, and open figures to their sentences.",
    "codings.write": "Code passages, write memos, say what was looked at; change one's own.",
    "cases.write": "Make cases, link them to sources, set values with evidence.",
    "history.read": "See what was changed, when and by whom.",
    "undo.own": "Undo one's own revisions.",
    "undo.any": "Undo anybody's revisions.",
    "codebook.in vivo": "Make a code of the very words of a passage, which it codes.",
    "codebook.write": "Change the codebook.",
    "team.write": "Add and invite people, change roles, deactivate; see who signed in.",
    "team.guardians": "Make guardians, change their accounts, set rules, reset second factors.",
    "verify": "Check the databank for damage.",
    "backup": "Write backups.",
    "erase": "Erase content for good when consent is withdrawn.",
}
"""What each act is, in words."""


class NotAllowed(RelataError):
    """The role does not include the act."""

    remedy = "Ask a lead or guardian of this databank."

    def __init__(self, role: str, act: str) -> None:
        super().__init__(f"The role {role} does not include this: {act}.")
        self.role, self.act = role, act


def may(role: Role, act: str) -> bool:
    """Whether a role includes an act. An act that is not in the table is a mistake."""
    return role in RIGHTS[act]
