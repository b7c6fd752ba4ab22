"""Everything that builds, starts, checks and tests this project; see ``cli``."""
