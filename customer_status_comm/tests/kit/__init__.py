"""For authors of other addons: what any document and any channel must hold to."""
