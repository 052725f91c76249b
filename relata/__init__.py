"""Relata: a testimony databank."""
