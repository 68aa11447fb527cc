"""Cards: what may be added to a what-if, and what it says, as cards whose boxes edit the text of its scenario file."""

from placesim.page.cards.adding import Openings, duplicate, with_change, without_change
from placesim.page.cards.cards import Card, cards_of
from placesim.page.cards.editing import with_fields
from placesim.page.cards.fields import Field, Slider
from placesim.page.cards.heads import Head, as_copy_of, changes_anything, head_of, new_text, with_head, with_name
from placesim.page.cards.named_files import files_named, with_files
from placesim.page.cards.offers import Choice, Offer, catalogue
from placesim.page.cards.summary import ToMend, to_mend

__all__ = [
    "Card",
    "Choice",
    "Field",
    "Head",
    "Offer",
    "Openings",
    "Slider",
    "ToMend",
    "as_copy_of",
    "cards_of",
    "catalogue",
    "changes_anything",
    "duplicate",
    "files_named",
    "head_of",
    "new_text",
    "to_mend",
    "with_change",
    "with_fields",
    "with_files",
    "with_head",
    "with_name",
    "without_change",
]
