"""One reader per format. Each turns an `Item` into a `Draft`.

The readers keep to one rule: what is not in the document is not in the draft.
They load their libraries when first used. `relata.sources.reading` chooses the
reader by what the bytes are and finishes its draft.
"""
