"""What a commissioner sees: today's council, and what becomes of it and of what-ifs, in the reports' own words."""

from placesim.page.answers.answer import answer_of, uncertain_of
from placesim.page.answers.today import today

__all__ = ["answer_of", "today", "uncertain_of"]
