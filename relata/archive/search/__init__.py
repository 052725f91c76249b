"""Search: any inflection finds the others, in the paragraphs of all visible texts.

The index holds the analysed form of every paragraph and nothing else. It is made
behind the intake, can be thrown away and made again, and knows which texts it holds,
so that a killed run goes on where it stopped. A query asks it for texts (AND and NOT
hold within a source), then for paragraphs (a phrase holds within one); the words are
marked by analysing again only the paragraphs shown.
"""

from relata.archive.search.asking import Answer, Hit, search, sources_found
from relata.archive.search.index import catch_up, forget, pending

__all__ = ["Answer", "Hit", "catch_up", "forget", "pending", "search", "sources_found"]
