"""One wheel with every addon of this repository, each under ``odoo/addons``.

Once installed next to Odoo the addons are found without an ``addons_path``. Neither
``odoo`` nor ``odoo.addons`` gets an ``__init__.py``: both are namespaces that Odoo
and other distributions share.
"""

import ast
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).resolve().parent
MAIN = "customer_status_comm"


def manifest(addon: str) -> dict:
    """Return an addon's manifest."""
    return ast.literal_eval((HERE / addon / "__manifest__.py").read_text())


def files(addon: str) -> list[Path]:
    """Return the addon's files that belong into the wheel, relative to it."""
    folder = HERE / addon
    return [
        path.relative_to(folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


addons = sorted(path.parent.name for path in HERE.glob(f"{MAIN}*/__manifest__.py"))
main = manifest(MAIN)
packages, package_dir, package_data = [], {}, {}
for addon in addons:
    for path in files(addon):
        # Each folder that Python imports from is a package; all else is its data.
        if path.name == "__init__.py":
            name = ".".join(("odoo", "addons", addon, *path.parent.parts))
            packages.append(name)
            package_dir[name] = str(Path(addon, path.parent))
    # Scripts that an update runs lie in folders that nobody imports from.
    package_data[f"odoo.addons.{addon}"] = [
        str(path)
        for path in files(addon)
        if path.suffix != ".py" or path.parts[0] == "migrations"
    ]

#: What the addons import, with the oldest versions that the tests were run with.
imported = {
    requirement
    for addon in addons
    for requirement in manifest(addon)
    .get("external_dependencies", {})
    .get("python", ())
}

readme = next(
    (name for name in ("README.md", "README.rst") if (HERE / name).is_file()), ""
)
setup(
    name="odoo-addon-customer-status-comm",
    version=main["version"],
    description=main["summary"],
    long_description=(HERE / readme).read_text() if readme else main["summary"],
    long_description_content_type=(
        "text/markdown" if readme.endswith(".md") else "text/x-rst"
    ),
    author=main["author"],
    license_expression="AGPL-3.0-or-later",
    license_files=["LICENSE"],
    python_requires=">=3.10",
    install_requires=[*sorted(imported), "odoo-addon-partner-title==19.*"],
    extras_require={
        "hosts": ["odoo-addon-queue-job==19.*"],
        "tests": ["aiosmtpd>=1.4.4"],
    },
    classifiers=[
        "Framework :: Odoo",
        "Framework :: Odoo :: 19.0",
        "Programming Language :: Python :: 3",
    ],
    packages=packages,
    package_dir=package_dir,
    package_data=package_data,
    include_package_data=False,
    zip_safe=False,
)
