"""Tests of the addons' pure Python: no database, no registry, no models.

An addon's package is put in place without running its ``__init__``, so that
``odoo.addons.<addon>.tools`` and ``.const`` can be imported but its models cannot:
what is tested here does not need them.
"""

import sys
import types

import odoo.addons

from devtools.paths import TOP, addon_folders

if str(TOP) not in odoo.addons.__path__:
    odoo.addons.__path__.append(str(TOP))
for folder in addon_folders():
    name = f"odoo.addons.{folder.name}"
    if name not in sys.modules:
        package = types.ModuleType(name, "An addon without its models.")
        package.__path__ = [str(folder)]
        sys.modules[name] = package
        setattr(odoo.addons, folder.name, package)
