"""medSpaCy's ConText, imported without QuickUMLS.

Whatever is imported of medSpaCy imports QuickUMLS, and with it NLTK, a database and Unidecode, which is
under the GPL: half a second and 20 MB for nothing that Chartside uses. So an empty module stands in for
QuickUMLS meanwhile.
"""

import sys
from types import ModuleType

_QUICKUMLS = "quickumls"

_stand_in = ModuleType(_QUICKUMLS)
_stand_in.spacy_component = None  # type: ignore[attr-defined]
_stands_in = sys.modules.setdefault(_QUICKUMLS, _stand_in) is _stand_in
try:
    from medspacy.context import ConTextGraph, ConTextModifier, ConTextRule
finally:
    # Who wants QuickUMLS itself later gets it.
    if _stands_in:
        del sys.modules[_QUICKUMLS]

__all__ = ["ConTextGraph", "ConTextModifier", "ConTextRule"]
