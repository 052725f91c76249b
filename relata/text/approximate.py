"""Where a string stands in another with a few letters different.

Myers' bit-parallel algorithm: the column of a matrix of edit distances is kept as
the bits of two whole numbers, so that each letter costs a few operations however
long the string is.

References
----------
Myers (1999), A fast bit-vector algorithm for approximate string matching based on
dynamic programming, Journal of the ACM 46(3); Hyyrö (2003), for the anchored form.
"""

from __future__ import annotations


def approximate_ends(
    wanted: str, text: str, most: int, *, anchored: bool = False
) -> list[tuple[int, int]]:
    """Each position of `text` where `wanted` may end, with how many letters differ.

    Differences are letters changed, left out or added, at most `most`. Anchored,
    what is found begins at the beginning of `text`; otherwise anywhere.
    """
    places: dict[str, int] = {}
    for at, letter in enumerate(wanted):
        places[letter] = places.get(letter, 0) | 1 << at
    all_bits = (1 << len(wanted)) - 1
    last = 1 << len(wanted) - 1
    more, less, distance = all_bits, 0, len(wanted)
    found = []
    for end, letter in enumerate(text, start=1):
        same = places.get(letter, 0)
        vertical = same | less
        horizontal = (((same & more) + more) ^ more) | same
        plus = less | (all_bits & ~(horizontal | more))
        minus = more & horizontal
        if plus & last:
            distance += 1
        elif minus & last:
            distance -= 1
        plus = (plus << 1 | anchored) & all_bits
        minus = minus << 1 & all_bits
        more = minus | (all_bits & ~(vertical | plus))
        less = plus & vertical
        if distance <= most:
            found.append((end, distance))
    return found
