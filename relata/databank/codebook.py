"""`bank.codebook`: the codes and variables a team works with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from relata import coding
from relata.codebook import changing, changing_variables, splitting
from relata.codebook.changing import Which
from relata.codebook.keeping import import_codebook
from relata.codebook.model import Kind
from relata.codebook.splitting import Part
from relata.codebook.standing import (
    Code,
    Variable,
    codebook_seen,
    codes_seen,
    pick_code,
    variables_seen,
)
from relata.codebook.succession import Succession, successions
from relata.codebook.versions import CodeVersion, code_versions
from relata.codebook.wording import Meaning, VariableMeaning, VariableWording, Wording
from relata.coding import Coded, Coding, InVivo, Merge
from relata.coding.fitting import refuse_unfit
from relata.databank.room import Room

if TYPE_CHECKING:
    from relata.codebook import CodebookEntry, Difference


class Codebook(Room):
    """The codebook: codes and variables, every wording kept.

    Codes and variables are named by name, path or label, or by local number.
    """

    def load(
        self, told: str | Path | CodebookEntry, *, reason: str | None = None, replace: bool = False
    ) -> Difference:
        """Bring in a codebook: a YAML file, a spreadsheet, or a starter by name."""
        from relata.codebook import CodebookEntry, read_codebook

        entry = told if isinstance(told, CodebookEntry) else read_codebook(told)
        return import_codebook(self._desk, entry, reason=reason, replace_all=replace)

    # -- looking --------------------------------------------------------------

    def show(self) -> CodebookEntry:
        """The whole codebook as it stands."""
        with self._desk.reading("codebook.read") as sight:
            return codebook_seen(sight)

    def codes(self) -> list[Code]:
        """All codes in the order of the tree, with their ids, places and colours."""
        with self._desk.reading("codebook.read") as sight:
            return list(codes_seen(sight).values())

    def variables(self) -> list[Variable]:
        """All variables in the order of the codebook, with their ids."""
        with self._desk.reading("codebook.read") as sight:
            return list(variables_seen(sight).values())

    def versions(self, code: Which) -> list[CodeVersion]:
        """Every wording a code has had, the oldest first; a code that is gone by its number."""
        self._desk.allow("history.read")
        if isinstance(code, int):
            return code_versions(self._desk, code)
        with self._desk.reading("codebook.read") as sight:
            number = pick_code(codes_seen(sight), code).number
        return code_versions(self._desk, number)

    def successions(self) -> list[Succession]:
        """What became of codes that were merged or split."""
        return successions(self._desk)

    # -- changing codes -------------------------------------------------------

    def add(
        self,
        name: str,
        label: str | None = None,
        *,
        parent: Which | None = None,
        after: Which | None = None,
        before: Which | None = None,
        reason: str | None = None,
        **words: Unpack[Meaning],
    ) -> Code:
        """Add a code, last below its parent or beside a sibling; the name is made a slug."""
        return changing.add_code(
            self._desk,
            name,
            label,
            parent=parent,
            after=after,
            before=before,
            reason=reason,
            **words,
        )

    def change(self, code: Which, *, reason: str | None = None, **words: Unpack[Wording]) -> Code:
        """Reword, rename or recolour a code; what is left out stays as it is."""
        return changing.change_code(self._desk, code, reason=reason, **words)

    def move(
        self,
        code: Which,
        *,
        under: Which | None,
        after: Which | None = None,
        before: Which | None = None,
        reason: str | None = None,
    ) -> Code:
        """Move a code and all below it: under another or to the root (None), last or beside one."""
        return changing.move_code(
            self._desk, code, under=under, after=after, before=before, reason=reason
        )

    def retire(self, code: Which, *, reason: str | None = None) -> None:
        """Withdraw a code that nothing rests on."""
        changing.retire_code(self._desk, code, reason=reason)

    def would_merge(self, code: Which, into: Which) -> Merge:
        """How many codings, passages, coders, cases and values a merge would concern."""
        return coding.would_merge(self._desk, code, into)

    def merge(self, code: Which, into: Which, *, reason: str | None = None) -> Code:
        """Merge a code into another: codings, values, memos and codes below come along."""
        return coding.merge(self._desk, code, into, reason=reason)

    def split(
        self,
        code: Which,
        into: Sequence[Part],
        *,
        beside: bool = False,
        reason: str | None = None,
    ) -> list[Code]:
        """Split a code into parts below it, or beside it; its codings wait in `to_reassign`.

        A part is a label, or a name, a label and a definition.
        """
        return splitting.split_code(self._desk, code, into, beside=beside, reason=reason)

    def to_reassign(self, code: Which, *, coder: str | None = None) -> list[Coding]:
        """Codings that still stand with a code that was split."""
        return coding.to_reassign(self._desk, code, coder=coder)

    def reassign(
        self, which: Sequence[str | int], code: Which, *, reason: str | None = None
    ) -> Coded:
        """Give codings of a split code to one of its parts: your own, or as a lead anybody's."""
        return coding.reassign(self._desk, which, code, reason=reason)

    def in_vivo(
        self,
        source: str,
        start: int,
        end: int,
        *,
        under: Which | None = None,
        name: str | None = None,
        case: str | None = None,
    ) -> InVivo:
        """Make a code of the words of a passage, and code the passage with it."""
        return coding.code_in_vivo(
            self._desk, source, start, end, under=under, name=name, case=case
        )

    # -- changing variables ---------------------------------------------------

    def add_variable(
        self,
        name: str,
        label: str | None = None,
        kind: Kind = "text",
        *,
        after: Which | None = None,
        before: Which | None = None,
        reason: str | None = None,
        **words: Unpack[VariableMeaning],
    ) -> Variable:
        """Add a variable, last or beside another; the name is made a slug."""
        return changing_variables.add_variable(
            self._desk, name, label, kind, after=after, before=before, reason=reason, **words
        )

    def change_variable(
        self, variable: Which, *, reason: str | None = None, **words: Unpack[VariableWording]
    ) -> Variable:
        """Reword a variable or what it allows; refused when values that stand would not fit."""
        return changing_variables.change_variable(
            self._desk, variable, fits=refuse_unfit, reason=reason, **words
        )

    def move_variable(
        self,
        variable: Which,
        *,
        after: Which | None = None,
        before: Which | None = None,
        reason: str | None = None,
    ) -> Variable:
        """Move a variable beside another, or last."""
        return changing_variables.move_variable(
            self._desk, variable, after=after, before=before, reason=reason
        )

    def retire_variable(self, variable: Which, *, reason: str | None = None) -> None:
        """Withdraw a variable that nothing rests on."""
        changing_variables.retire_variable(self._desk, variable, reason=reason)
