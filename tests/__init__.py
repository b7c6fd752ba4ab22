"""Tests of all addons; ``make test`` runs them."""
