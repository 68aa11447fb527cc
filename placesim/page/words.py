"""Words: what those mean that people outside the field, or outside simulation, may not know."""

WORDS = (
    ("Baseline", "Today\u2019s council carried forward, with nothing changed; what every what-if is compared with."),
    (
        "Future",
        "One way that the coming years may go by chance: who comes into care, which home suits whom, and so on.",
    ),
    ("Luck", "What differs from one future to the next, although nothing that the council knows or does differs."),
    ("Assumption", "A number that nobody has measured, with the reason for it; its card says so."),
    ("95% interval", "Stands in brackets behind a mean: how well the average of all futures is known, and no more."),
    (
        "Range (p10 to p90)",
        "Where 8 of 10 futures fall: one in ten is lower, one in ten higher. Plan for it.",
    ),
    ("Seed", "The number that luck begins with: the same seed gives the same futures, and the same figures."),
    (
        "Drawn from its range",
        "A number that is not known exactly takes another value in every future, within its range.",
    ),
    ("How sure", "In how many of 100 futures the what-if costs less than the baseline, by the same luck."),
    ("Spend", "What placements cost: nights divided by 7, times the weekly fee."),
    (
        "Net cost",
        "Spend, and what the change itself costs: setting up, capital, allowances after care; less what it brings in.",
    ),
    ("Out of borough", "Placed outside the council\u2019s boundary, whoever the provider is."),
    ("IFA", "Independent fostering agency: its foster carers are paid for child by child, at the agency\u2019s price."),
    ("In-house", "Foster carers whom the council approved itself, wherever they live."),
    ("Home", "A children\u2019s home, with a number of beds."),
    ("Block contract", "A home or its beds paid for whether they are used or not."),
    ("Spot purchase", "A place bought for one child, for as long as the child is there."),
    ("Void", "A night on which a bed is paid for and nobody sleeps in it."),
    ("Edge of care", "Work with families that keeps some children out of care."),
    (
        "Special guardianship (SGO)",
        "A court makes somebody, often a relative, the child\u2019s guardian; the child leaves care.",
    ),
    ("Turnaround", "The days from one child leaving a bed until the next can have it."),
    ("What-if", "One or more changes to the baseline, with a name and a question; saved, it is a scenario file."),
)
"""A word and its meaning, in the order in which people meet them."""
