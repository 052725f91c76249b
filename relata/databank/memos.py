"""`bank.memos`: what coders note of anything, for themselves and the team."""

from __future__ import annotations

from relata.coding import memos
from relata.coding.memo_records import Memo, Wording
from relata.coding.memo_subjects import Asked
from relata.databank.room import Room


class Memos(Room):
    """Memos: what coders note of anything, for themselves and the team."""

    def write(
        self,
        body: str,
        *,
        source: str | None = None,
        start: int | None = None,
        end: int | None = None,
        coding: str | int | None = None,
        code: str | None = None,
        variable: str | None = None,
        case: str | None = None,
        value: str | int | None = None,
        kind: str = "memo",
    ) -> Memo:
        """Write a memo on one thing; without any, on the databank itself.

        A passage is a source with `start` and `end`; a coding or value goes by its id or
        number. `kind` is "memo", "question" or "todo".
        """
        asked = Asked(source, start, end, coding, code, variable, case, value)
        return memos.write_memo(self._desk, body, asked, kind=kind)

    def change(self, id: str, body: str, *, kind: str | None = None) -> Memo:
        """Reword your own memo; the earlier wording is kept."""
        return memos.change_memo(self._desk, id, body, kind=kind)

    def remove(self, id: str) -> None:
        """Take your own memo back."""
        memos.remove_memo(self._desk, id)

    def versions(self, id: str) -> list[Wording]:
        """Every wording of a memo, the first one first."""
        return memos.memo_versions(self._desk, id)

    def list(
        self,
        *,
        source: str | None = None,
        start: int | None = None,
        end: int | None = None,
        coding: str | int | None = None,
        code: str | None = None,
        variable: str | None = None,
        case: str | None = None,
        value: str | int | None = None,
        about: str | None = None,
        kind: str | None = None,
        writer: str | None = None,
        words: str | None = None,
        limit: int | None = None,
    ) -> list[Memo]:
        """Memos on one thing, or all there are, the newest first.

        A source stands for everything in it, a passage for the codings on it too.
        `about` narrows to a kind of thing ("databank", "source", "passage", "coding",
        "code", "variable", "case", "value"), `words` to what a search finds.
        """
        asked = Asked(source, start, end, coding, code, variable, case, value)
        return memos.list_memos(
            self._desk,
            asked,
            about=about,
            kind=kind,
            writer=writer,
            words=words,
            limit=limit,
        )
