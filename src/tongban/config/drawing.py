"""The demonstration's drawings: faces, prints and signatures that are kept as recipes.

An installation that is no demonstration holds no recipes; knowing the drawers does it no harm.
"""

from tongban.cli.demo_city import drawers


def install() -> None:
    """Make the recipes readable; once per process, before it serves or works."""
    drawers.register()
