"""Ranking: which options do most, which cannot be told apart, which hold others, and what a further step adds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placesim.config.interventions.intervention import Intervention, touch
from placesim.config.text import listing
from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy, once
from placesim.report.words.assumed import cheaper_in
from placesim.report.words.differences import POINTS, Direction, direction, says, spend_says

NAMED = 4
"""How many scenarios a sentence names."""


@dataclass(frozen=True)
class Ranking:
    """Which options do most on a measure that is better when lower."""

    sure: tuple[str, ...]
    """Options that clearly lower it, most first."""
    tied: tuple[str, ...]
    """Options whose difference from the first of these the figures cannot tell; empty where there is none sure."""
    none: tuple[str, ...]
    """Options without a clear difference."""
    higher: tuple[str, ...]
    """Options that clearly raise it."""

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that was ranked."""
        return (*self.sure, *self.none, *self.higher)

    @property
    def best(self) -> str | None:
        """The option with the largest sure difference, whether or not others may be as good."""
        return self.sure[0] if self.sure else None


@once
def ranking(options: ComparisonStudy, measure: str = SPEND, names: tuple[str, ...] | None = None) -> Ranking:
    """Return which options do most; only what a council decides is ranked."""
    among = options.choices if names is None else names
    changes = {name: options.difference(name, measure) for name in among}
    ordered = sorted(among, key=lambda name: changes[name].mean)
    sure = tuple(name for name in ordered if direction(changes[name]) == Direction.LOWER)
    higher = tuple(name for name in ordered if direction(changes[name]) == Direction.HIGHER)
    none = tuple(name for name in ordered if name not in sure and name not in higher)
    return Ranking(sure, _as_good(options, measure, sure, none), none, higher)


def _as_good(options: ComparisonStudy, measure: str, sure: Sequence[str], none: Sequence[str]) -> tuple[str, ...]:
    """Return those of the others that are not clearly above the best."""
    if not sure:
        return ()
    best, *others = sure
    return tuple(n for n in (*others, *none) if direction(options.apart(n, best, measure)) != Direction.HIGHER)


@once
def holdings(options: ComparisonStudy) -> dict[str, list[str]]:
    """Return the options that hold others, like for like: they make every change of these, and act on more besides.

    What is added acts on other places and children: four homes late do not hold two homes on time.
    """
    changes = {name: options.scenario(name).interventions for name in options.options}
    held = {
        whole: [part for part in options.options if part != whole and _holds(changes[whole], changes[part])]
        for whole in options.options
    }
    return {whole: parts for whole, parts in held.items() if parts}


def _holds(whole: Sequence[Intervention], part: Sequence[Intervention]) -> bool:
    """Tell whether one option makes every change of another, leaves those as they are, and acts on more besides."""
    added = [change for change in whole if change not in part]
    inside = len(part) > 0 and len(added) > 0 and all(change in whole for change in part)
    return inside and not any(touch(new, old) for new in _targets(added) for old in _targets(part))


def same_family(options: ComparisonStudy, whole: str, part: str) -> bool:
    """Tell whether an option is more of the same as one that it holds, as four homes are of two."""
    kinds = [{target[0] for target in _targets(options.scenario(name).interventions)} for name in (whole, part)]
    return kinds[0] == kinds[1]


@once
def packages(options: ComparisonStudy) -> dict[str, list[str]]:
    """Return the options that put together others of different kinds, with all that they hold."""
    return {
        whole: parts
        for whole, parts in holdings(options).items()
        if not all(same_family(options, whole, part) for part in parts)
    }


def singles(options: ComparisonStudy) -> tuple[str, ...]:
    """Return the choices that are no package of others; all of them where every one is."""
    return tuple(name for name in options.choices if name not in packages(options)) or options.choices


def packages_last(options: ComparisonStudy, names: Sequence[str]) -> tuple[str, ...]:
    """Return names in their order, those of packages behind all others."""
    return tuple(sorted(names, key=lambda name: name in packages(options)))


@once
def variants(options: ComparisonStudy, name: str) -> list[str]:
    """Return the other options that act on the very same places and children, as planned homes and the same homes late.

    Their difference says how far an option depends on how well it is carried out.
    """
    own = _targets(options.scenario(name).interventions)
    return [n for n in options.options if n != name and own and _targets(options.scenario(n).interventions) == own]


def _targets(changes: Iterable[Intervention]) -> set[tuple[str, ...]]:
    """Return what changes act on: which places, which rates, which children."""
    return {target for change in changes for target in change.acts_on()}


def listed(options: ComparisonStudy, names: Sequence[str], most: int = NAMED) -> str:
    """Return scenarios' names in quotation marks as a sentence lists them; the rest of a long list is counted."""
    said = [quoted(options.label(name)) for name in names[:most]]
    rest = len(names) - most
    if rest > 0:
        said.append(f"{rest} other{'s' * (rest > 1)}")
    return listing(said) or "none"


def quoted(label: str) -> str:
    """Return a scenario's name in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}"


@dataclass(frozen=True)
class NextStep:
    """What an option adds to a smaller one of its family."""

    whole: str
    part: str
    added: tuple[str, ...]
    """Labels of the homes that the larger opens and the smaller does not; empty where it adds anything else."""
    spend: Difference
    """Larger less smaller, future by future."""
    share_out: Difference


@once
def next_steps(options: ComparisonStudy) -> list[NextStep]:
    """Return for every option the step from the largest member of its family that it holds, like for like."""
    steps = []
    for whole, parts in holdings(options).items():
        family = [part for part in parts if same_family(options, whole, part)]
        if family:
            part = max(family, key=lambda name: len(options.scenario(name).interventions))
            spend, share_out = (options.apart(whole, part, measure) for measure in (SPEND, SHARE_OUT))
            steps.append(NextStep(whole, part, _added(options, whole, part), spend, share_out))
    return steps


def _added(options: ComparisonStudy, whole: str, part: str) -> tuple[str, ...]:
    before = options.homes_opened(part)
    homes = [home for home in options.homes_opened(whole) if home not in before]
    changes, held = (options.scenario(name).interventions for name in (whole, part))
    only_homes = all(each.homes() and each.homes() <= set(homes) for each in changes if each not in held)
    return tuple(options.labels.place(home) for home in homes) if only_homes else ()


def next_step_words(options: ComparisonStudy, step: NextStep, opening: str = "") -> list[str]:
    """Say what the further step does to spend and to the share out of borough, and in how many futures it pays.

    Args:
        options: the comparison.
        step: the step.
        opening: what says of which money that is, where net cost can differ from spend.
    """
    part = quoted(options.label(step.part))
    what = f"Adding {listing(step.added)} to {part}"
    if not step.added:
        what = f"Going from {part} to {quoted(options.label(step.whole))}"
    what = f"{opening}{what[0].lower()}{what[1:]}" if opening else what
    said = [f"{what} {spend_says(step.spend)}."]
    if not step.spend.few and not step.spend.nothing:
        cheaper = cheaper_in(options, step.whole, step.part)
        said.append(f"{opening}{'the' if opening else 'The'} step saves in {cheaper}.")
    subject = f"With it the share out of borough on {options.end}"
    return [*said, f"{says(subject, step.share_out, POINTS)}."]
