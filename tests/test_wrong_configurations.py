"""Wrong configurations: each is refused in one line a fault that names file, line, field and mend; nothing else escapes."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from placesim.config.loading import load_baseline
from placesim.config.yaml_files import MOST_BYTES, Fault, InputError

EXAMPLE = (Path(__file__).parents[1] / "configs" / "example.yaml").read_text(encoding="utf-8")

RELATIVES_PRICE = '{weekly_fee: 250, uplift_per_year: 0.03, source: "assumption: example"}'
NEW_HOME_CAPACITY = "{kind: home, beds: 4, delay_days: {least: 0, likeliest: 90, most: 365}, admission_gap_days: 42}"
NEW_HOME_PRICE = '{weekly_fee: 6000, uplift_per_year: 0.04, source: "assumption: example"}'
FAMILY_SEARCH = "search: [{provision: relatives, share: 0.25, on_entry_only: true}, council_carers, agency_carers]"
HOME_SEARCH = "search: [[new_home, homes_in_borough], homes_elsewhere]"
TRANSFER = "{to: new_home, from: [homes_elsewhere], minimum_days: 28, settled_after_days: 1000}"
IN_RELATIVES = "{provision: relatives, stream: local, needs: {family: 1}, ages: {under 5: 5,"
STREAM_AGES = "ages: {under 5: 0.35, 5 to 9: 0.2, 10 to 15: 0.3, 16 and 17: 0.15}"
AGE_BANDS = "age_bands: {under 5: [0, 5], 5 to 9: [5, 10], 10 to 15: [10, 16], 16 and 17: [16, 18]}"
NEED_CHANGE = "need_changes: [{from: family, to: home, share: 0.2, minimum_age: 10}]"


@dataclass(frozen=True)
class Edit:
    """A change to the example that makes it wrong, and what must be said of it."""

    title: str
    old: str
    new: str
    field: str
    mend: str
    at: str = ""
    """Where the fault must be shown: the line of this text; left out, the line of the edit."""

    def text(self) -> str:
        assert self.old in EXAMPLE, f"configs/example.yaml no longer says {self.old!r}"
        return EXAMPLE.replace(self.old, self.new, 1)

    def line(self) -> int:
        text = self.text()
        assert not self.at or text.count(self.at) == 1, f"{self.at!r} must stand once"
        return text[: text.index(self.at) if self.at else EXAMPLE.index(self.old)].count("\n") + 1


UNKNOWN_KEYS = [
    Edit("at the top", "question:", "qestion:", "qestion", "did you mean 'question'?"),
    Edit("far from any key", "question:", "zzz:", "zzz", "allowed: age_bands, at_18, budget_lines"),
    Edit("in a provision", "    label: Council carers", "    labell: Council carers", "provision.council_carers.labell",
         "did you mean 'label'?"),
    Edit("in places", "kind: places, places: 3", "kind: places, place: 3", "provision.homes_in_borough.capacity.place",
         "did you mean 'places'?"),
    Edit("in households", "usable_share: 0.75", "usable_shares: 0.75", "provision.council_carers.capacity.usable_shares",
         "did you mean 'usable_share'?"),
    Edit("of another kind", "kind: spot}", "kind: spot, beds: 3}", "provision.relatives.capacity.beds", "allowed: kind"),
    Edit("in a price", "weekly_fee: 250", "weekly_fees: 250", "provision.relatives.price.weekly_fees",
         "did you mean 'weekly_fee'?"),
    Edit("in a delay", "likeliest: 90", "likelyest: 90", "provision.new_home.capacity.delay_days.likelyest",
         "did you mean 'likeliest'?"),
    Edit("in a search", "on_entry_only: true", "entry_only: true", "needs.family.search.item 1.entry_only",
         "did you mean 'on_entry_only'?"),
    Edit("in a need", "level: 2", "levl: 2", "needs.home.levl", "did you mean 'level'?"),
    Edit("in a transfer", "minimum_days: 28", "minimum_day: 28", "needs.home.transfers.item 1.minimum_day",
         "did you mean 'minimum_days'?"),
    Edit("in a move", "planned: false", "planed: false", "moves.breakdown.planed", "did you mean 'planned'?"),
    Edit("in a need change", "share: 0.2, minimum_age", "chance: 0.2, minimum_age",
         "moves.breakdown.need_changes.item 1.chance", "allowed: from, minimum_age, share, to"),
    Edit("in a group", "stream: local, needs", "streem: local, needs", "children_in_care.groups.item 1.streem",
         "did you mean 'stream'?"),
    Edit("for the file of children", "  groups:", "  fil: children.csv\n  groups:", "children_in_care.fil",
         "did you mean 'file'?"),
    Edit("part of a number with a comma", "weekly_fee: 250,", "weekly_fee: 1,150,", "provision.relatives.price",
         "write 1,150 as 1150"),
    Edit("a dated value", "entries_per_year: 40", "entries_per_year: [{form: 2026-04-01, value: 40}]",
         "entrants.local.entries_per_year.item 1.form", "did you mean 'from'?"),
]  # fmt: skip

UNKNOWN_NAMES = [
    Edit("provision in a search", "council_carers, agency_carers]", "council_carer, agency_carers]",
         "needs.family.search.item 2", "unknown provision 'council_carer'; did you mean 'council_carers'?"),
    Edit("provision in a tier", HOME_SEARCH, "search:\n      - - new_home\n        - homes_in_bourough\n      - homes_elsewhere",
         "needs.home.search.item 1.item 2", "did you mean 'homes_in_borough'?", at="homes_in_bourough"),
    Edit("provision of an option", "{provision: relatives, share: 0.25", "{provision: relative, share: 0.25",
         "needs.family.search.item 1.provision", "did you mean 'relatives'?"),
    Edit("provision to transfer to", "to: new_home, from", "to: new_hom, from", "needs.home.transfers.item 1.to",
         "did you mean 'new_home'?"),
    Edit("provision to transfer from", "from: [homes_elsewhere]", "from: [homes_elswhere]",
         "needs.home.transfers.item 1.from.item 1", "did you mean 'homes_elsewhere'?"),
    Edit("provision of a move", "to: [supported_accommodation]", "to: [suported_accommodation]",
         "moves.to_supported.to.item 1", "did you mean 'supported_accommodation'?"),
    Edit("provision of a group", IN_RELATIVES, IN_RELATIVES.replace("relatives", "relative"),
         "children_in_care.groups.item 1.provision", "did you mean 'relatives'?"),
    Edit("placement type of a provision", "placement_type: ifa", "placement_type: ipa",
         "provision.agency_carers.placement_type", "unknown placement type 'ipa'; did you mean 'ifa'?"),
    Edit("placement type of a rate", "{kinship: 0.1,", "{kinshp: 0.1,", "leaving.return_home.per_year.kinshp",
         "did you mean 'kinship'?"),
    Edit("placement type at 18", "    supported: {independence: 1}", "    suported: {independence: 1}",
         "at_18.shares.suported", "did you mean 'supported'?"),
    Edit("budget line", "budget_line: agency_line", "budget_line: agncy_line", "provision.agency_carers.budget_line",
         "unknown budget line 'agncy_line'; did you mean 'agency_line'?"),
    Edit("need of entrants", "under 5: {family: 1}", "under 5: {familly: 1}", "entrants.local.needs.under 5.familly",
         "unknown need 'familly'; did you mean 'family'?"),
    Edit("need of a group", "needs: {home: 1}, ages: {10 to 15: 3}", "needs: {hom: 1}, ages: {10 to 15: 3}",
         "children_in_care.groups.item 4.needs.hom", "did you mean 'home'?"),
    Edit("need of a change", NEED_CHANGE, NEED_CHANGE.replace("to: home", "to: hoome"),
         "moves.breakdown.need_changes.item 1.to", "did you mean 'home'?"),
    Edit("age band of entrants", "ages: {under 5: 0.35", "ages: {under 6: 0.35", "entrants.local.ages.under 6",
         "unknown age band 'under 6'; did you mean 'under 5'?"),
    Edit("age band of needs", "      5 to 9: {family", "      5 to 8: {family", "entrants.local.needs.5 to 8",
         "did you mean '5 to 9'?"),
    Edit("age band of a group", "ages: {10 to 15: 3}", "ages: {10 to 16: 3}", "children_in_care.groups.item 4.ages.10 to 16",
         "did you mean '10 to 15'?"),
    Edit("age band of a rate", "by_age: {16 and 17: 0.2}", "by_age: {16 or 17: 0.2}",
         "leaving.special_guardianship.by_age.16 or 17", "did you mean '16 and 17'?"),
    Edit("time-in-care band of a rate", "{first year: 2.5,", "{first yaer: 2.5,",
         "leaving.return_home.by_time_in_care.first yaer", "unknown time-in-care band 'first yaer'; did you mean 'first year'?"),
    Edit("time-in-care band of children", "{first year: 0.3,", "{year one: 0.3,", "children_in_care.years_in_care.year one",
         "unknown time-in-care band 'year one'"),
    Edit("reason at 18", "kinship: {staying_put: 0.8,", "kinship: {stay_put: 0.8,", "at_18.shares.kinship.stay_put",
         "unknown reason 'stay_put'; did you mean 'staying_put'?"),
    Edit("stream of a group", "stream: local, needs", "stream: locals, needs", "children_in_care.groups.item 1.stream",
         "unknown entrant stream 'locals'; did you mean 'local'?"),
    Edit("kind of capacity", "{kind: places, places: 3}", "{kind: place, places: 3}",
         "provision.homes_in_borough.capacity.kind", "unknown kind 'place'; did you mean 'places'?"),
    Edit("kind that is nothing like", "{kind: places, places: 3}", "{kind: zzz, places: 3}",
         "provision.homes_in_borough.capacity.kind", "allowed: home, households, places, spot"),
    Edit("policy", "transfer_policy: longest_wait", "transfer_policy: longest_waiting", "transfer_policy",
         "did you mean 'longest_wait'?"),
    Edit("group of a placement type", "group: residential}", "group: residental}", "placement_types.residential.group",
         "should be 'fostering', 'residential' or 'other'; found 'residental'; did you mean 'residential'?"),
]  # fmt: skip

NUMBERS = [
    Edit("negative fee", "weekly_fee: 250", "weekly_fee: -250", "provision.relatives.price.weekly_fee",
         "must be 0 or more; found -250"),
    Edit("negative rate", "{kinship: 0.1,", "{kinship: -0.1,", "leaving.return_home.per_year.kinship",
         "must be 0 or more; found -0.1"),
    Edit("negative entries", "entries_per_year: 40", "entries_per_year: -40", "entrants.local.entries_per_year",
         "must be from 0 to 100000; found -40"),
    Edit("negative on a date", "entries_per_year: 40",
         "entries_per_year:\n      - {value: 40}\n      - {from: 2026-04-01, value: -4}",
         "entrants.local.entries_per_year.item 2.value", "must be from 0 to 100000; found -4", at="value: -4"),
    Edit("negative count of children", "ages: {under 5: 5,", "ages: {under 5: -5,", "children_in_care.groups.item 1.ages.under 5",
         "must be 0 or more; found -5"),
    Edit("half a child", "ages: {10 to 15: 3}", "ages: {10 to 15: 2.5}", "children_in_care.groups.item 4.ages.10 to 15",
         "should be a whole number; found 2.5"),
    Edit("half a place", "places: 3}", "places: 2.5}", "provision.homes_in_borough.capacity.places", "use a whole number"),
    Edit("negative households", "households: 20", "households: -1", "provision.council_carers.capacity.households",
         "must be 0 or more; found -1"),
    Edit("a home without beds", "beds: 4,", "beds: 0,", "provision.new_home.capacity.beds", "must be above 0; found 0"),
    Edit("carers approved for no child", "{1: 0.4, 2: 0.4, 3: 0.2}", "{0: 0.4, 2: 0.4, 3: 0.2}",
         "provision.council_carers.capacity.approved_places.0", "allowed are 1 to 12"),
    Edit("a share above 1", "usable_share: 0.75", "usable_share: 75", "provision.council_carers.capacity.usable_share",
         "must be 1 or less; found 75 (a share: write 40% as 0.4)"),
    Edit("a per cent sign", "usable_share: 0.75", "usable_share: 75%", "provision.council_carers.capacity.usable_share",
         "should be a number; found '75%' (digits only, without £, % or commas)"),
    Edit("a pound sign", "weekly_fee: 250", "weekly_fee: £250", "provision.relatives.price.weekly_fee", "without £, % or commas"),
    Edit("a rise in per cent", "uplift_per_year: 0.03", "uplift_per_year: 3", "provision.relatives.price.uplift_per_year",
         "write 3% as 0.03"),
    Edit("text for a number", "variation: 0.15", "variation: little", "provision.agency_carers.price.variation",
         "should be a number; found 'little'"),
    Edit("text for a dated number", "entries_per_year: 40", "entries_per_year: forty", "entrants.local.entries_per_year",
         "should be a number, or a list of {from: 2026-04-01, value: 3}; found 'forty'"),
    Edit("true for a number", "weekly_fee: 250", "weekly_fee: true", "provision.relatives.price.weekly_fee",
         "should be a number; found true"),
    Edit("true for a count", "ages: {10 to 15: 3}", "ages: {10 to 15: true}", "children_in_care.groups.item 4.ages.10 to 15",
         "should be a number; found true"),
    Edit("nothing for a number", "weekly_fee: 250", "weekly_fee: ", "provision.relatives.price.weekly_fee",
         "should be a number; found nothing"),
    Edit("a number for text", "    label: Council carers", "    label: 14", "provision.council_carers.label",
         "should be text; put it in quotes; found 14"),
    Edit("a number for a truth", "planned: false", "planned: 7", "moves.breakdown.planned", "should be true or false; found 7"),
    Edit("a word for a truth", "out_of_borough: true", "out_of_borough: perhaps", "provision.agency_carers.out_of_borough",
         "should be true or false; found 'perhaps'"),
    Edit("not a number", "weekly_fee: 250", "weekly_fee: .nan", "provision.relatives.price.weekly_fee",
         "should be a finite number; found nan"),
    Edit("infinite", "{kinship: 0.1,", "{kinship: .inf,", "leaving.return_home.per_year.kinship", "should be a finite number"),
    Edit("too large to hold", "entries_per_year: 40", "entries_per_year: 1e999", "entrants.local.entries_per_year",
         "should be a finite number"),
    Edit("5,000 digits", "households: 20", f"households: {'9' * 5000}", "provision.council_carers.capacity.households",
         "cannot be read"),
    Edit("no years", "years: 5", "years: 0", "years", "must be above 0; found 0"),
    Edit("too many years", "years: 5", "years: 31", "years", "must be 30 or less; found 31"),
    Edit("years in words", "years: 5", "years: five", "years", "should be a number; found 'five'"),
    Edit("more usable than registered beds", "beds: 4,", "beds: 4, usable_beds: 5,", "provision.new_home.capacity.usable_beds",
         "5 is above the 4 registered beds"),
    Edit("delay the wrong way round", "least: 0, likeliest: 90", "least: 100, likeliest: 90",
         "provision.new_home.capacity.delay_days", "least, likeliest and most must rise"),
    Edit("settled before moving", "settled_after_days: 1000", "settled_after_days: 28",
         "needs.home.transfers.item 1.settled_after_days", "must be above minimum_days (28)"),
    Edit("no age at all", "minimum_age: 8", "minimum_age: 8\n    maximum_age: 8", "provision.new_home.maximum_age",
         "must be above minimum_age 8", at="maximum_age: 8"),
    Edit("minimum above the maximum by default", "minimum_age: 8", "minimum_age: 18", "provision.new_home",
         "must be above minimum_age 18", at="  new_home: # planned"),
]  # fmt: skip

SHARES = [
    Edit("ages of entrants", "under 5: 0.35", "under 5: 0.25", "entrants.local.ages", "add to 0.9; they must add to 1"),
    Edit("needs of entrants", "home: 0.02}", "home: 0.2}", "entrants.local.needs.5 to 9", "add to 1.18; they must add to 1"),
    Edit("needs of a group", "needs: {home: 1}, ages: {10 to 15: 3}", "needs: {home: 0.9}, ages: {10 to 15: 3}",
         "children_in_care.groups.item 4.needs", "add to 0.9; they must add to 1"),
    Edit("approved places", "{1: 0.4, 2: 0.4, 3: 0.2}", "{1: 0.4, 2: 0.4}", "provision.council_carers.capacity.approved_places",
         "add to 0.8; they must add to 1"),
    Edit("reasons at 18", "ifa: {staying_put: 0.6,", "ifa: {staying_put: 0.5,", "at_18.shares.ifa",
         "add to 0.9; they must add to 1"),
    Edit("years in care", "after a year: 0.7}", "after a year: 0.8}", "children_in_care.years_in_care",
         "add to 1.1; they must add to 1"),
    Edit("years in care of a group", IN_RELATIVES, IN_RELATIVES.replace("ages:", "years_in_care: {first year: 0.5}, ages:"),
         "children_in_care.groups.item 1.years_in_care", "add to 0.5; they must add to 1"),
    Edit("need changes", NEED_CHANGE, NEED_CHANGE.replace("}]", "}, {from: family, to: home, share: 0.9}]"),
         "moves.breakdown.need_changes", "add to 1.1; they may add to 1 at most"),
]  # fmt: skip

DATES = [
    Edit("not in the calendar", "start: 2025-04-01", "start: 2025-02-30", "start", "'2025-02-30' cannot be read"),
    Edit("in words", "start: 2025-04-01", "start: 1 April 2025", "start", "should be a date of the calendar, like 2026-04-01"),
    Edit("day first", "start: 2025-04-01", "start: 01/04/2025", "start", "should be a date of the calendar, like 2026-04-01"),
    Edit("a year only", "start: 2025-04-01", "start: 2025", "start", "should be a date of the calendar, like 2026-04-01"),
    Edit("with a time", "start: 2025-04-01", "start: 2025-04-01T09:00:00", "start", "should be a date of the calendar, like 2026-04-01"),
    Edit("a slip of the century", "start: 2025-04-01", "start: 2205-04-01", "start", "must be 2100-01-01 or earlier"),
    Edit("steps out of order", "entries_per_year: 40",
         "entries_per_year:\n      - {from: 2027-04-01, value: 40}\n      - {from: 2026-04-01, value: 45}",
         "entrants.local.entries_per_year.item 2.from", "dates out of order: 2026-04-01 follows 2027-04-01", at="2026-04-01"),
    Edit("a date left out", "entries_per_year: 40", "entries_per_year: [{value: 40}, {value: 45}]",
         "entrants.local.entries_per_year.item 2", "add `from: 2026-04-01`"),
    Edit("a home closes before it opens", "beds: 4,", "beds: 4, opens: 2027-04-01, closes: 2026-04-01,",
         "provision.new_home.capacity.closes", "closes on 2026-04-01 but opens on 2027-04-01"),
    Edit("an opening in words", "beds: 4,", "beds: 4, opens: spring 2026,", "provision.new_home.capacity.opens",
         "should be a date of the calendar, like 2026-04-01"),
    Edit("a step's date in words", "entries_per_year: 40", "entries_per_year: [{from: next year, value: 40}]",
         "entrants.local.entries_per_year.item 1.from", "should be a date of the calendar, like 2026-04-01"),
]  # fmt: skip

LAST_RESORT = "end it with spot provision for all ages"

SEARCHES = [
    Edit("ends with places", HOME_SEARCH, "search: [new_home, homes_in_borough]", "needs.home.search.item 2", LAST_RESORT),
    Edit("ends with a limit of age", HOME_SEARCH, "search: [supported_accommodation]", "needs.home.search.item 1", LAST_RESORT),
    Edit("ends with a share", FAMILY_SEARCH, "search: [council_carers, {provision: relatives, share: 0.25}]",
         "needs.family.search.item 2", LAST_RESORT),
    Edit("ends with entry only", FAMILY_SEARCH, "search: [council_carers, {provision: relatives, on_entry_only: true}]",
         "needs.family.search.item 2", LAST_RESORT),
    Edit("lists provision twice", HOME_SEARCH, "search: [[new_home, new_home], homes_elsewhere]",
         "needs.home.search.item 1.item 2", "'new_home' is listed twice; keep one"),
    Edit("is empty", HOME_SEARCH, "search: []", "needs.home.search", "needs at least one entry"),
    Edit("is one word", HOME_SEARCH, "search: homes_elsewhere", "needs.home.search", "should be a list, as in [first, second]"),
    Edit("holds a number", HOME_SEARCH, "search: [7, homes_elsewhere]", "needs.home.search.item 1",
         "should be the name of a provision"),
    Edit("transfer to spot", TRANSFER, TRANSFER.replace("to: new_home", "to: supported_accommodation"),
         "needs.home.transfers.item 1.to", "is spot provision: nobody waits for it; put it in search"),
    Edit("transfer to itself", "from: [homes_elsewhere]", "from: [homes_elsewhere, new_home]",
         "needs.home.transfers.item 1.from.item 2", "cannot be left for itself; take it out of 'from'"),
    Edit("transfer from nowhere", "from: [homes_elsewhere], ", "", "needs.home.transfers.item 1.from", "missing; add it",
         at="transfers: ["),
]  # fmt: skip

BANDS = [
    Edit("overlap", AGE_BANDS, AGE_BANDS.replace("[10, 16]", "[9, 16]"), "age_bands.10 to 15",
         "overlaps the band before it: it must begin at 10, not 9"),
    Edit("gap", AGE_BANDS, AGE_BANDS.replace("[10, 16]", "[11, 16]"), "age_bands.10 to 15",
         "leaves a gap before it: it must begin at 10, not 11"),
    Edit("reversed", AGE_BANDS, AGE_BANDS.replace("[0, 5]", "[5, 0]"), "age_bands.under 5", "the second number must be larger"),
    Edit("end before 18", AGE_BANDS, AGE_BANDS.replace("[16, 18]", "[16, 17]"), "age_bands.16 and 17",
         "the bands end at 17; the last must end at 18"),
    Edit("of time in care end after 18", "after a year: [1, 18]", "after a year: [1, 20]", "time_in_care_bands.after a year",
         "the bands end at 20; the last must end at 18"),
    Edit("one number", AGE_BANDS, AGE_BANDS.replace("[0, 5]", "[0]"), "age_bands.under 5", "give two, as in [0, 5]"),
    Edit("three numbers", AGE_BANDS, AGE_BANDS.replace("[0, 5]", "[0, 5, 6]"), "age_bands.under 5", "may have 2 entries at most"),
    Edit("text", AGE_BANDS, AGE_BANDS.replace("[0, 5]", "0-5"), "age_bands.under 5", "should be a list, as in"),
    Edit("a number for a name", AGE_BANDS, AGE_BANDS.replace("under 5:", "5:"), "age_bands.5", "put it in quotes"),
    Edit("none", AGE_BANDS, "age_bands: {}", "age_bands", "needs at least one entry"),
]  # fmt: skip

SOURCES = [
    Edit("missing of a price", RELATIVES_PRICE, "{weekly_fee: 250}", "provision.relatives.price.source",
         "missing; give evidence ids that exist, like [S022, P030], or 'assumption: why'"),
    Edit("missing of a block", '  source: "assumption: example"\n\nleaving', "\nleaving", "children_in_care.source",
         "'assumption: why'", at="children_in_care:"),
    Edit("empty assumption", RELATIVES_PRICE, '{weekly_fee: 250, source: "assumption: "}', "provision.relatives.price.source",
         "an assumption must say why"),
    Edit("neither id nor assumption", RELATIVES_PRICE, "{weekly_fee: 250, source: the finance team}",
         "provision.relatives.price.source", "neither an evidence id (like S022) nor 'assumption: why'"),
    Edit("a number", RELATIVES_PRICE, "{weekly_fee: 250, source: 22}", "provision.relatives.price.source",
         "should be evidence ids that exist, like [S022, P030], or 'assumption: why'; found 22"),
    Edit("numbers", RELATIVES_PRICE, "{weekly_fee: 250, source: [22]}", "provision.relatives.price.source.item 1",
         "should be text; put it in quotes; found 22"),
    Edit("empty list", RELATIVES_PRICE, "{weekly_fee: 250, source: []}", "provision.relatives.price.source",
         "needs at least one entry"),
    Edit("an id without a folder", RELATIVES_PRICE, "{weekly_fee: 250, source: [S022]}",
         "provision.relatives.price.source.item 1", "without a folder of evidence; add `evidence: folder`"),
]  # fmt: skip

STRUCTURE = [
    Edit("missing at the top", "years: 5\n", "", "years", "missing; add it", at="name: Exampleton"),
    Edit("missing in a provision", "    placement_type: kinship\n", "", "provision.relatives.placement_type", "missing; add it",
         at="  relatives:"),
    Edit("missing in a capacity", "      usable_share: 0.75\n", "", "provision.council_carers.capacity.usable_share",
         "missing; add it", at="    capacity:\n      kind: households"),
    Edit("missing in a listed group", "needs: {family: 1}, ages: {16 and 17: 9}", "ages: {16 and 17: 9}",
         "children_in_care.groups.item 6.needs", "missing; add it"),
    Edit("missing kind", "{kind: places, places: 3}", "{places: 3}", "provision.homes_in_borough.capacity.kind",
         "missing; add one of home, households, places, spot"),
    Edit("text for a block", "capacity: {kind: spot}", "capacity: spot", "provision.relatives.capacity",
         "should be a block of `key: value`; found 'spot'"),
    Edit("a list for a block", RELATIVES_PRICE, "[250]", "provision.relatives.price", "should be a block of `key: value`"),
    Edit("nothing for a block", RELATIVES_PRICE, "", "provision.relatives.price",
         "should be a block of `key: value`; found nothing"),
    Edit("a block for a list", "  groups:\n    - {provision: relatives", "  groups:\n      first: {provision: relatives",
         "", "not valid YAML", at="    - {provision: council_carers"),
    Edit("needs for no age band", "      16 and 17: {family: 0.75, home: 0.25}\n", "", "entrants.local.needs",
         "no needs for age band '16 and 17'", at="    needs:\n      under 5"),
    Edit("no row at 18", "    ifa: {staying_put: 0.6, independence: 0.4}\n", "", "at_18.shares",
         "no shares for placement type 'ifa'", at="  shares:"),
    Edit("time in care nowhere", "  years_in_care: {first year: 0.3, after a year: 0.7}\n", "",
         "children_in_care.years_in_care", "missing; add it here, or in each group", at="children_in_care:"),
    Edit("block price on spot", RELATIVES_PRICE, RELATIVES_PRICE.replace("{", "{block: true, "), "provision.relatives.price.block",
         "only a home can be block-contracted"),
    Edit("block price that varies", NEW_HOME_PRICE, NEW_HOME_PRICE.replace("{", "{block: true, variation: 0.1, "),
         "provision.new_home.price.variation", "a block contract has one price; set variation: 0"),
    Edit("more children than approved places", "households: 20", "households: 10", "provision.council_carers.capacity",
         "26 children are here on the start date, but only 18 approved places", at="    capacity:\n      kind: households"),
    Edit("children in a home not open", "provision: homes_in_borough, stream", "provision: new_home, stream",
         "provision.new_home.capacity", "only 0 beds are open then", at="{kind: home,"),
    Edit("children younger than taken", "ages: {16 and 17: 9}", "ages: {5 to 9: 9}", "children_in_care.groups.item 6.ages.5 to 9",
         "takes children aged 16 to 18 only"),
    Edit("age below zero in the list", "  groups:", "  children:\n    - {provision: relatives, stream: local, need: family, "
         "age_years: -1, years_in_care: 0, days_in_placement: 0}\n  groups:", "children_in_care.children.item 1.age_years",
         "must be 0 or more", at="age_years: -1"),
    Edit("misspelt in the list", "  groups:", "  children:\n    - {provision: relative, stream: local, need: family, "
         "age_years: 9, years_in_care: 1, days_in_placement: 1}\n  groups:", "children_in_care.children.item 1.provision",
         "did you mean 'relatives'?", at="provision: relative,"),
]  # fmt: skip

NAMES = [
    Edit("with capitals", "  kinship: {label", "  Kinship: {label", "placement_types.Kinship", "found 'Kinship', try 'kinship'"),
    Edit("with spaces", "  new_home: #", "  new home: #", "provision.new home", "found 'new home', try 'new_home'"),
    Edit("beginning with a digit", "  new_home: #", "  14_lane: #", "provision.14_lane", "try 'n_14_lane'"),
    Edit("only a number", "  new_home: #", "  14: #", "provision.14", "found 14, try 'n_14'"),
    Edit("of 61 letters", "  new_home: #", f"  {'n' * 61}: #", "provision.nnn", "has at most 60"),
    Edit("with a path in it", "  new_home: #", "  ../../etc: #", "provision.../../etc", "try 'etc'"),
    Edit("with a line break", "  new_home: #", '  "new\\nhome": #', "provision.new home", "try 'new_home'"),
    Edit("label of 300 letters", "label: Kinship care", f"label: {'K' * 300}", "placement_types.kinship.label", "at most 120"),
    Edit("blank label", "label: Kinship care", 'label: " "', "placement_types.kinship.label", "should not be empty"),
    Edit("blank name", "name: Exampleton", "name: ''", "name", "should not be empty"),
    Edit("reserved word", "  agency_line: {label", "  all: {label", "budget_lines.all", "choose another name",
         at="  all: {label"),
    Edit("type and provision alike", "  relatives:\n", "  kinship:\n", "provision.kinship", "is also a name in placement_types"),
    Edit("the model's own move", "  step_down:", "  transfer:", "moves.transfer", "a move the model makes by itself"),
    Edit("leaving repeated at 18", "reasons: {staying_put", "reasons: {return_home: Home again, staying_put",
         "at_18.reasons.return_home", "is also a name in leaving; choose another"),
    Edit("move named like a reason", "  step_down:", "  return_home:", "moves.return_home", "is also a name in leaving",
         at="  return_home:\n    label: Step-down"),
    Edit("reason named all", "  special_guardianship:", "  all:", "leaving.all", "choose another name"),
]  # fmt: skip

HARM = [
    Edit("aliases", "years: 5", "years: &many 5\nnothing: *many", "", "aliases (*name) are not allowed; write the values out"),
    Edit("a bomb of aliases", "years: 5", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]", "", "write the values out"),
    Edit("a merge", "years: 5", "<<: {years: 5}", "", "'<<' cannot be a key; write the values out"),
    Edit("deep nesting", "years: 5", f"years: {'[' * 5000}", "", "nested more than 20 levels deep; flatten it"),
    Edit("a python object", "years: 5", "years: !!python/object/apply:os.system [ls]", "", "tags (!name) are not allowed"),
    Edit("a harmless tag", "years: 5", "years: !!str 5", "", "tags (!name) are not allowed; take it out"),
    Edit("a key twice", "years: 5", "years: 5\nyears: 6", "years", "stands already on line 7; keep one of the two",
         at="years: 6"),
    Edit("a key twice, deeper", "weekly_fee: 250", "weekly_fee: 250, weekly_fee: 260", "provision.relatives.price.weekly_fee",
         "keep one of the two"),
    Edit("a date for a key", "  new_home: #", "  2026-04-01: #", "provision", "'2026-04-01' cannot be a key; use a name"),
    Edit("a truth for a key", "  new_home: #", "  true: #", "provision", "'true' cannot be a key; use a name"),
    Edit("nothing for a key", "  new_home: #", "  null: #", "provision", "'null' cannot be a key; use a name"),
    Edit("a list for a key", "  new_home: #", "  [a, b]: #", "provision", "a block or list cannot be a key; use a name"),
    Edit("tabs", "  relatives:\n    label", "  relatives:\n\tlabel", "", "a tab; indent with spaces only", at="\tlabel"),
    Edit("two colons", "years: 5", "years: 5: 6", "", "a colon where none can stand"),
    Edit("an open bracket", "years: 5", "years: [5", "", "not valid YAML", at="transfer_policy:"),
    Edit("an open quotation", "years: 5", 'years: "5', "", "an open quotation mark", at="    price: {weekly_fee: 250"),
    Edit("out of line", "    label: Council carers", "   label: Council carers", "", "check the indentation",
         at="    placement_type: in_house"),
    Edit("a second document", "age_bands", "---\nage_bands", "", "a second document begins here"),
    Edit("a control character", "years: 5", "years: \x07", "", "not valid YAML"),
    Edit("an older YAML", "# Exampleton", "%YAML 1.1\n---\n# Exampleton", "", "%YAML and %TAG lines are not allowed",
         at="---"),
]  # fmt: skip

GROUPS = {
    "unknown key": UNKNOWN_KEYS,
    "unknown name": UNKNOWN_NAMES,
    "number": NUMBERS,
    "shares": SHARES,
    "date": DATES,
    "search": SEARCHES,
    "bands": BANDS,
    "source": SOURCES,
    "structure": STRUCTURE,
    "name": NAMES,
    "harm": HARM,
}
EDITS = [pytest.param(edit, id=f"{group}: {edit.title}") for group, edits in GROUPS.items() for edit in edits]


def faults_of(path: Path) -> list[Fault]:
    """Load a wrong file; every fault must be one printable line that begins with a file and ends with words."""
    with pytest.raises(InputError) as refused:
        load_baseline(path)
    faults = refused.value.faults
    assert faults
    for fault in faults:
        assert str(fault).isprintable()
        assert len(str(fault)) < 400 + len(fault.file)
        assert fault.message
        assert "Input should" not in fault.message
    assert str(refused.value).count("\n") == len(faults) - 1
    return faults


def written(folder: Path, text: str, name: str = "council.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("edit", EDITS)
def test_a_wrong_configuration_is_told_by_line_field_and_mend(edit: Edit, tmp_path: Path):
    path = written(tmp_path, edit.text())
    told = "\n".join(map(str, faults_of(path)))
    assert f"{path}:{edit.line()}: {edit.field}" in told
    assert edit.mend in told
