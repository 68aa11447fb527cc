"""Files of 0.3.0: refused by line with their new spelling, which `placesim upgrade` writes; all else stays as it is."""

from itertools import chain
from pathlib import Path

import pytest

from placesim.calibration.published import load_published
from placesim.config.faults import InputError
from placesim.config.loading import load_baseline
from placesim.config.scenario_files import read_scenario
from placesim.config.upgrading import upgraded, written_where
from tests.commands import placesim
from tests.conftest import CONFIGS

OLD = CONFIGS.parent / "tests" / "files_of_0_3_0" / "configs"
SCENARIOS = sorted(path.relative_to(OLD) for path in OLD.rglob("*.yaml"))

SPOT = "    label: Agency carers elsewhere\n"


def example_with(*changes: tuple[str, str]) -> str:
    text = (CONFIGS / "example.yaml").read_text(encoding="utf-8")
    for today, then in changes:
        assert text.count(today) == 1, today
        text = text.replace(today, then)
    return text


IN_BRACKETS = ("price: {weekly_fee: 6000, uplift", "price: {weekly_fee: 6000, block: true, uplift")
FIRST_IN_BRACKETS = ("price: {weekly_fee: 6000, uplift", "price: {block: true, weekly_fee: 6000, uplift")
ON_LINES = (
    '    price: {weekly_fee: 6000, uplift_per_year: 0.04, source: "assumption: example"}\n',
    "    price: # agreed\n      weekly_fee: 6000\n      block: true # voids\n      uplift_per_year: 0.04\n"
    '      source: "assumption: example" # by word\n',
)
NOT_BLOCK = ("price: {weekly_fee: 6000, uplift", "price: {weekly_fee: 6000, block: false, uplift")
PLACES = (
    SPOT,
    SPOT + '    block_contract: {places: 3, weekly_fee: 1100, source: "assumption: a test"} # framework\n',
)
A_WORD = (
    "price: {weekly_fee: 6000, uplift",
    "contract: block\n    price: {weekly_fee: 6000, uplift",
)
PLACES_ON_LINES = (
    SPOT,
    SPOT + "    block_contract: # framework\n      places: 3\n      weekly_fee: 1100\n"
    '      source: "assumption: a test"\n',
)


def as_today(name: Path) -> str:
    """A scenario of 0.3.0 with nothing changed but how its contracts are spelt."""
    return (OLD / name).read_text(encoding="utf-8").replace("contract: block", "contract: {kind: block}")


@pytest.mark.parametrize("name", SCENARIOS, ids=str)
def test_a_scenario_of_0_3_0_is_refused_at_each_line_that_is_upgraded(name):
    with pytest.raises(InputError) as refused:
        read_scenario(OLD / name, CONFIGS.parent / "seeds")
    _, changes = upgraded(OLD / name)
    faults = [fault for fault in refused.value.faults if fault.file == str(OLD / name)]
    assert [f"{fault.file}:{fault.line}" for fault in faults] == [change.partition(": ")[0] for change in changes]
    for fault, change in zip(faults, changes, strict=True):
        assert change.partition(": ")[2] in fault.message
        assert "`placesim upgrade`" in fault.message


@pytest.mark.parametrize("name", SCENARIOS, ids=str)
def test_a_scenario_of_0_3_0_is_spelt_as_today_and_all_else_of_it_stays(name):
    assert upgraded(OLD / name)[0] == as_today(name)


def test_what_is_upgraded_is_read_without_a_fault(tmp_path):
    for name in SCENARIOS:
        (tmp_path / name.name).write_text(upgraded(OLD / name)[0], encoding="utf-8")
    for name in SCENARIOS:
        read = read_scenario(tmp_path / name.name, CONFIGS.parent / "seeds")
        assert {each.contract.kind for each in read.interventions} == {"block"}


@pytest.mark.parametrize("path", sorted(CONFIGS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_nothing_changes_in_a_file_of_today(path):
    assert upgraded(path) == (path.read_text(encoding="utf-8"), [])


@pytest.mark.parametrize(
    "change", [IN_BRACKETS, FIRST_IN_BRACKETS, ON_LINES, PLACES, PLACES_ON_LINES, NOT_BLOCK, A_WORD]
)
def test_a_configuration_of_0_3_0_is_refused_and_its_upgrade_loads_with_the_contract(change, tmp_path):
    path = tmp_path / "old.yaml"
    path.write_text(example_with(change), encoding="utf-8")
    with pytest.raises(InputError, match="placesim upgrade"):
        load_baseline(path)
    text, changes = upgraded(path)
    assert len(changes) == 1
    path.write_text(text, encoding="utf-8")
    council = load_baseline(path)
    home, agency = (council.provision[name].contract for name in ("new_home", "agency_carers"))
    in_part = change in (PLACES, PLACES_ON_LINES)
    assert home.kind == ("spot" if in_part or change is NOT_BLOCK else "block")
    assert agency.kind == ("block" if in_part else "spot")
    if in_part:
        assert (agency.places[0].value, agency.weekly_fee, agency.source) == (3, 1100, ("assumption: a test",))


def test_comments_and_every_other_line_are_kept(tmp_path):
    path = tmp_path / "old.yaml"
    path.write_text(example_with(ON_LINES, PLACES_ON_LINES), encoding="utf-8")
    before, (after, _) = path.read_text(encoding="utf-8").splitlines(), upgraded(path)
    gone = [line for line in before if line not in after.splitlines()]
    new = [line for line in after.splitlines() if line not in before]
    assert gone == ["    block_contract: # framework", "      block: true # voids"]
    assert new == ["    contract: # framework", "      kind: block", "    contract: {kind: block}", "      # voids"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("change", [IN_BRACKETS, ON_LINES, PLACES, PLACES_ON_LINES])
def test_line_ends_and_a_byte_order_mark_stay_as_they_are(change, mark, line_end, tmp_path):
    text = example_with(change)
    path = tmp_path / "old.yaml"
    path.write_text(text, encoding="utf-8")
    plain, said = upgraded(path)
    path.write_bytes((mark + text.replace("\n", line_end)).encode("utf-8"))
    assert upgraded(path) == (mark + plain.replace("\n", line_end), said)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay_in_place_too(mark, line_end, tmp_path):
    path = tmp_path / "old.yaml"
    path.write_bytes((mark + example_with(PLACES_ON_LINES).replace("\n", line_end)).encode("utf-8"))
    now, _ = upgraded(path)
    assert placesim("upgrade", path, "--in-place").returncode == 0
    assert path.read_bytes() == now.encode("utf-8")


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("{ # fee\n block: true, # voids\n weekly_fee: 6000, uplift", "{ # fee\n  # voids\n weekly_fee: 6000, uplift"),
        ("{weekly_fee: 6000, # fee\n block: true, # voids\n uplift", "{weekly_fee: 6000, # fee\n  # voids\n uplift"),
        ("{weekly_fee: 6000,\n block: true, # voids\n uplift", "{weekly_fee: 6000, # voids\n uplift"),
    ],
)
def test_comments_within_brackets_are_kept(then, now, tmp_path):
    then, now = (text.replace("\n", "\n      ") for text in (then, now))
    path = tmp_path / "old.yaml"
    path.write_text(example_with(("price: {weekly_fee: 6000, uplift", f"price: {then}")), encoding="utf-8")
    path.write_text(upgraded(path)[0], encoding="utf-8")
    assert f"    contract: {{kind: block}}\n    price: {now}" in path.read_text(encoding="utf-8")
    assert load_baseline(path).provision["new_home"].contract.kind == "block"


def test_a_kind_with_another_name_is_upgraded(tmp_path):
    path = tmp_path / "old.yaml"
    text = (
        "name: Contract\nquestion: What if?\ninterventions:\n  - kind: block_contract # ours\n"
        '    provision: agency_carers\n    places: 3\n    from: 2026-04-01\n    source: "assumption: a test"\n'
    )
    path.write_text(text, encoding="utf-8")
    upgrade, [change] = upgraded(path)
    assert upgrade == text.replace("block_contract", "contract_places")
    assert change == f"{path}:4: `kind: block_contract` is now `kind: contract_places`"


PUBLISHED = (
    "name: Test\nfigures:\n  - label: In care\n    measure: children_year_end\n    financial_year: 2025-26\n"
    '    value: 380\n{}    source: "assumption: a test"\n'
)
RETURN_HOME, FAMILY = "leaving.return_home.per_year", "needs.family.search.0.share"
OLD_ADJUSTING = [
    (f"    adjust_inversely: [{RETURN_HOME}] # fewer leave\n", f"    adjust: [{RETURN_HOME}] # fewer leave\n"),
    (f"    adjust_inversely:\n      - {RETURN_HOME}\n", f"    adjust:\n      - {RETURN_HOME}\n"),
    (
        f"    adjust: [{FAMILY}] # more\n    adjust_inversely: [{RETURN_HOME}] # fewer leave\n",
        f"    adjust: [[{FAMILY}], [{RETURN_HOME}]] # more\n    # fewer leave\n",
    ),
    (
        f"    adjust_inversely:\n      - {RETURN_HOME}\n    adjust:\n      - {FAMILY}\n",
        f"    adjust:\n      [[{FAMILY}], [{RETURN_HOME}]]\n",
    ),
    (f"    adjust: []\n    adjust_inversely: [{RETURN_HOME}]\n", f"    adjust: [{RETURN_HOME}]\n"),
]


@pytest.mark.parametrize(("then", "now"), OLD_ADJUSTING)
def test_published_figures_of_0_4_0_are_refused_and_upgraded_to_adjust(then, now, tmp_path):
    path = tmp_path / "published.yaml"
    path.write_text(PUBLISHED.format(then), encoding="utf-8")
    with pytest.raises(InputError, match=r"`adjust_inversely` is now `adjust`.*`placesim upgrade` writes it so"):
        load_published(path)
    text, [change] = upgraded(path)
    assert text == PUBLISHED.format(now)
    assert "`adjust_inversely` is now `adjust`" in change
    path.write_text(text, encoding="utf-8")
    assert set(chain(*load_published(path).figures[0].together)) <= {RETURN_HOME, FAMILY}


def test_nothing_is_written_unless_asked_for(tmp_path):
    path = tmp_path / "old.yaml"
    path.write_bytes((OLD / SCENARIOS[0]).read_bytes())
    before = path.read_bytes()
    told = placesim("upgrade", path)
    assert told.returncode == 0, told.stderr
    assert f"{path}:9: `contract: block` is now" in told.stdout
    assert "Nothing was written" in told.stdout
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == {path: before}
    beside = placesim("upgrade", path, "--out", tmp_path / "new.yaml")
    assert beside.returncode == 0, beside.stderr
    assert path.read_bytes() == before
    today = as_today(SCENARIOS[0]).encode("utf-8")
    assert (tmp_path / "new.yaml").read_bytes() == today
    assert placesim("upgrade", path, "--in-place").returncode == 0
    assert path.read_bytes() == today


def test_an_upgrade_takes_the_place_of_no_other_file_and_stands_beside_what_it_names(tmp_path):
    path, other = tmp_path / "old.yaml", tmp_path / "other.yaml"
    for each in (path, other):
        each.write_bytes((OLD / SCENARIOS[0]).read_bytes())
    (tmp_path / "elsewhere").mkdir()
    for paths, out, in_place in (
        ([path], other, False),
        ([path], path, False),
        ([path], tmp_path / "elsewhere" / "new.yaml", False),
        ([path], tmp_path / "new.txt", False),
        ([path, other], tmp_path / "new.yaml", False),
        ([path], tmp_path / "new.yaml", True),
    ):
        with pytest.raises(InputError, match=r"--in-place|--out"):
            written_where(paths, out, in_place)
