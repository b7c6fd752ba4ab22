"""What users could do by calling the server themselves, and how that is judged.

``world`` has a shop, its branch and a foreign shop, with secrets in each record;
``entry`` calls as RPC does; ``knowledge`` and ``writes`` ask each user's own
environment what may be read and written; ``leaving`` reads what left the house;
``steps`` makes up calls.
"""
