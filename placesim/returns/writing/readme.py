"""What lies beside written returns: that they are simulated, how they were made, and what in them is invented."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

README, MAPPING = "README.txt", "mapping.yaml"

WIDTH = 100

CAUTION = (
    "CAUTION: the children in care on the first day were listed one by one in the configuration. If they are real "
    "ones, these files tell their ages, time in care and placements to within a day: keep them as you keep the list."
)


@dataclass(frozen=True)
class Made:
    """How a history was made that is written as returns."""

    council: str
    command: str = ""
    """What makes the study again, as it can be typed."""
    scenario: str = "baseline"
    future: int = 0
    listed: bool = False
    """Whether the configuration lists children one by one."""


def readme(made: Made, years: list[str]) -> str:
    """Return what the folder says of itself."""
    exist = "" if made.listed else ", and the children in them do not exist"
    told = " to ".join(dict.fromkeys([years[0], years[-1]]))
    paragraphs = [
        f"SIMULATED. These are no council's returns{exist}.",
        f"They tell one future that placesim simulated of {made.council} (future {made.future}, {made.scenario}) as "
        f"the SSDA903 returns that a council would have sent, {told}: one folder a year with header.csv, "
        "episodes.csv and uasc.csv. They are for training, for tests of what reads returns, and to try placesim "
        "itself on.",
        *([f"The study was made by: {made.command}"] if made.command else []),
        *([CAUTION] if made.listed else []),
        "From the simulation: when each child came into care and left, why, and where the child lived; the age at "
        "entry (the date of birth follows from it); whether the child came unaccompanied. Days are whole, as in a "
        "return: what began and ended on one date left no row.",
        "Invented, as the simulation does not know it: ids (SIM00001 on), sexes, pupil numbers (of a local authority "
        "that does not exist, 000), legal status, category of need. Ethnic origin is not obtained (NOBT), and no girl "
        "is a mother. Postcodes are empty; PL_LOCATION, which the department adds to the return, says whether a child "
        "lives in the council's own area. Reference numbers of Ofsted (URN) are invented, one for each provision of "
        f"the configuration. {MAPPING} lists them: given with --mapping, it tells apart what has the same codes.",
        "The first year also tells, for children in care on its first day whose placement began after they came into "
        "care, a row that ended earlier: when it began is from the simulation; that they lived with foster carers then "
        "is not (its URN is XXXXXXX, unknown).",
        "Left out, as nothing simulated stands behind it: reviews, missing, adoption (ad1), decisions (placed for "
        "adoption), previous permanence, health (oc2), care leavers (oc3), social workers.",
    ]
    return "\n\n".join(textwrap.fill(paragraph, WIDTH) for paragraph in paragraphs) + "\n"


def provisions_by_urn(urns: Mapping[str, str]) -> str:
    """Return a mapping file that names the provision of each reference number."""
    lines = [f'  "{urn}": {name}\n' for name, urn in urns.items()]
    return f"# The provision of each reference number of Ofsted in these returns.\nprovisions:\n{''.join(lines)}"
