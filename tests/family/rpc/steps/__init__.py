"""Made-up calls: of every method, of the ORM, and in the order somebody would try."""
