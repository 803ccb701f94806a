"""Printed versions of the notebooks: a participant's set, a facilitator's guide, and worksheets to fill by pen.

All come from the same notebooks as the screen: prose from the text cells, sheets from the forms that the code cells
show, and the facilitator's part from the cells with that tag. Nothing is written twice.
"""

from nextgen_helpers.handouts.build import AUDIENCES, Handout, curriculum, make_handouts

__all__ = ["AUDIENCES", "Handout", "curriculum", "make_handouts"]
