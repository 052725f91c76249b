"""`bank.codebook`: the codes and variables a team works with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relata.codebook import keeping as codebooks
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
        return codebooks.import_codebook(self._desk, entry, reason=reason, replace_all=replace)

    def show(self) -> CodebookEntry:
        """The whole codebook as it stands."""
        with self._desk.reading("codebook.read") as sight:
            return codebooks.codebook_seen(sight)

    def codes(self) -> list[codebooks.Code]:
        """All codes in the order of the tree, with their ids."""
        with self._desk.reading("codebook.read") as sight:
            return list(codebooks.codes_seen(sight).values())

    def variables(self) -> list[codebooks.Variable]:
        """All variables in the order of the codebook, with their ids."""
        with self._desk.reading("codebook.read") as sight:
            return list(codebooks.variables_seen(sight).values())
