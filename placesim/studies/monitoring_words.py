"""What the page on Halton at period 8 says around its tables."""

TOLD = (
    ("the ledger at period 8, as published, a month behind", None, False),
    ("and what came in period 8 alone (not published)", None, True),
    ("what was owed to period 8: the ledger and the unbilled", 0.0, False),
    ("and what was owed for period 8 alone", 0.0, True),
)
"""What may be known: in words, days of lag (none: the line's own), and whether the last period's is known apart."""

INTRO = """# Halton at period 8

Kept by `{command}`; {futures:,} futures of 2025-26.

Halton's report of 30 November 2025 (period 8) gives each budget line's budget, actual to date and forecast outturn.
Here each line that placesim simulates is forecast anew, *given its actual to date*: futures are moved to the actual
along the line by which the rest of the year follows what is in the ledger, and keep what that leaves open
([decision 0039](decisions/0039-forecast-of-the-current-year.md)). Seen from 1 April alone they spread three times as
wide, and a report at period 8 made from them misleads.

Overspends are in brackets, as in the council's papers. Chances have 95% intervals (Wilson) of the simulation alone:
they hold no error of the assumptions, of which [the lag](#what-the-lag-is-worth) is the largest here.
"""

FITTED = """Lines that are not simulated are carried as the council forecasts them, so that "All lines" differs from the
council's figure only by the lines above it; its spread is worked out future by future, since p10s and p90s do not add.

## What was fitted, and what is only compared

Nothing on this page counts as agreement that was fitted to what it is set beside.

- **Fitted to the council's forecast outturn itself:** the fees of homes, agencies, in-house and kinship carers, scaled
  to three outturns ([calibration](halton.md#calibration)); the price of the Lavender House contract, which is its
  forecast; and what special guardians are paid, where it is simulated. Seen from 1 April these lines come to the
  council's forecasts by construction ({off}). That is evidence of nothing.
- **Compared, not fitted:** actual to date. The lag of the ledger is *not* the one that would make actual and forecast
  agree (that one stands in the [table of lags](#what-the-lag-is-worth)). For in-house carers and guardians it is that
  of the council's own profile, set before the year; for homes, agencies and Lavender House it is a month, since the one
  contract that costs the same every month is budgeted at seven twelfths by period 8. So a conditioned forecast can
  differ from the council's, and that of agencies does.
- **Not independent either:** that Residential Care comes out near the council's figure. With fees fitted to 27,238 and
  a month's lag, the ledger should hold seven twelfths of it at period 8, and it does (15,933, I06). That says how the
  council forecasts, not how well placesim does.
- **What would test them:** the papers of period 12. Until they appear no forecast here has been scored.

The council's own forecasts of agencies, in-house carers and guardians are their variance to date times 12/8 (1.54, 1.50
and 1.49); only that of Residential Care holds more: it is 174 over its profile and forecast 513 under budget.
"""

LEARNT = """## How much an actual tells

The council knows its placements, and so what it owes; the paper prints what the ledger holds, which is a month behind.
What is published leaves this much open. Rows for what is not published set it to the mean of futures.
"""

LAGS_WORDS = """## What the lag is worth

Mean forecasts by days of lag, everything else alike. Ten days are worth more than everything that chance leaves open:
whoever conditions a forecast must ask the council when it pays, or give what is owed (`paid_after_days: 0`). The last
column is what even spending would need for the council's own forecast; no lag was taken from it.
"""

MOVEMENT = """The council's report of period 8 says that residential care costs "are forecast to be under budget
profile by £0.513m which is a reduction of £0.571m since last reported on 30 September 25" (S181). No actuals by line
are published for period 6, so that movement cannot be worked out here. The pair above is synthetic: one simulated year
(number 0 of another seed) stands for the truth, its ledger at periods {earlier} and {later} for the council's.

In {years:,} such years the forecast moves by £{size}k between the two periods (standard deviation), and in {as_far} of
them by £571k or more either way: two months of placements bring such a movement. The year's outturn lay within p10 to
p90 of the forecast in {first} of them at period {earlier} and {second} at period {later}; 80% should.

`placesim run configs/halton.yaml --since FOLDER` tells the movement since an earlier run, line by line; futures are
paired where seed and demand agree.
"""
