"""`bank.codebook`: the codes and variables a team works with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relata.codebook.keeping import import_codebook
from relata.codebook.standing import Code, Variable, codebook_seen, codes_seen, variables_seen
from relata.databank.room import Room

if TYPE_CHECKING:
    from relata.codebook import CodebookEntry, Difference


class Codebook(Room):
    """The codebook: codes and variables, every wording kept."""

    def load(
        self, told: str | Path | CodebookEntry, *, reason: str | None = None, replace: bool = False
    ) -> Difference:
        """Bring in a codebook: a YAML file, a spreadsheet, or a starter by name."""
        from relata.codebook import CodebookEntry, read_codebook

        entry = told if isinstance(told, CodebookEntry) else read_codebook(told)
        return import_codebook(self._desk, entry, reason=reason, replace_all=replace)

    def show(self) -> CodebookEntry:
        """The whole codebook as it stands."""
        with self._desk.reading("codebook.read") as sight:
            return codebook_seen(sight)

    def codes(self) -> list[Code]:
        """All codes in the order of the tree, with their ids."""
        with self._desk.reading("codebook.read") as sight:
            return list(codes_seen(sight).values())

    def variables(self) -> list[Variable]:
        """All variables in the order of the codebook, with their ids."""
        with self._desk.reading("codebook.read") as sight:
            return list(variables_seen(sight).values())
