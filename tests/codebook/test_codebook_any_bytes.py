"""Whatever bytes are given as a codebook, the answer is a codebook or a list of problems."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relata.codebook import BadCodebook, read_codebook
from relata.codebook.sheet_form import (
    csv_codebook,
    read_csv_codebook,
    read_xlsx_codebook,
    xlsx_codebook,
)
from relata.codebook.yaml_form import read_yaml
from relata.codebook.yaml_layout import yaml_of

_CODEBOOK = read_codebook("reasons-for-joining")
WHOLE = {
    read_yaml: yaml_of(_CODEBOOK).encode(),
    read_csv_codebook: csv_codebook(_CODEBOOK),
    read_xlsx_codebook: xlsx_codebook(_CODEBOOK),
}


def read_or_refused(read, data: bytes) -> bool:
    """Whether the bytes were read, or refused with problems; any other error goes up."""
    try:
        read(data)
    except BadCodebook as bad:
        return bool(bad.problems)
    return True


@pytest.mark.parametrize("read", WHOLE, ids=["yaml", "csv", "xlsx"])
@settings(max_examples=60, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=60),
        st.text("codes:name[]{}&*a,;\t\n -'\"#|>\x07\ufeff", max_size=60).map(str.encode),
    )
)
def test_any_bytes_are_read_or_refused(read, data):
    """Noise is refused as a bad codebook and never ends in a parser's own error."""
    assert read_or_refused(read, data)


@pytest.mark.parametrize("read", WHOLE, ids=["yaml", "csv", "xlsx"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(read, data):
    """A good file cut short or with some bytes overwritten is refused, or read as what it says."""
    whole = bytearray(WHOLE[read])
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))

    assert read_or_refused(read, bytes(whole[:cut]))
