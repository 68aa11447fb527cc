"""Opening: a scenario file's text as it would stand in the folder of what-ifs, every other letter as it is."""

from dataclasses import replace
from pathlib import Path

from placesim.config.faults import Fault, InputError
from placesim.config.includes import A_SCENARIO, SEE_SCENARIOS, is_scenario, something_else
from placesim.config.input_files import InputFiles
from placesim.config.rewriting import seen_from
from placesim.config.yaml_files import MOST_BYTES, read_yaml
from placesim.page import cards
from placesim.page.desk import Desk
from placesim.page.keeping.listing import GONE, ScenarioFile, named, scenario_files
from placesim.page.keeping.names import free_name
from placesim.page.screen import MOST_OWN, Screen


def saved(desk: Desk) -> list[ScenarioFile]:
    """Return the scenario files that can be opened and compared."""
    return scenario_files(desk.scenarios, desk.folder)


def listed(desk: Desk, given: str) -> ScenarioFile:
    """Return the file of the list that goes by a path; nothing else is ever opened that a browser names.

    Raises:
        InputError: the list holds no such file.
    """
    found = next((each for each in saved(desk) if str(each.path) == given), None)
    if found is None:
        raise InputError([Fault(given, 0, "", GONE)])
    return found


def open_file(desk: Desk, given: str) -> str:
    """Return a listed file's text as it would stand in the folder of what-ifs.

    What stands in the folder already is itself; of any other file this is a copy, under a name of its own.

    Raises:
        InputError: the list holds no such file, or it cannot be used.
    """
    file = listed(desk, given)
    text = text_seen_from(desk.folder, file.path)
    if file.in_folder:
        return text
    files = saved(desk)
    free = free_name(file.name, lambda name: named(files, name) is not None)
    return cards.with_name(cards.as_copy_of(text, file.path.stem), free)


def with_opened(desk: Desk, screen: Screen, given: str) -> Screen:
    """Return a screen with a listed file where its cards are; one of the folder may be saved over unasked.

    Raises:
        InputError: the list holds no such file, or it cannot be used.
    """
    file, shown = listed(desk, given), screen.with_text(open_file(desk, given))
    return known_as_own(shown, file.fingerprint) if file.in_folder else shown


def known_as_own(screen: Screen, fingerprint: str) -> Screen:
    """Return a screen that knows a file as it is now: as long as nobody else changes it, it is saved over unasked."""
    others = (each for each in screen.own if each != fingerprint)
    return replace(screen, own=(fingerprint, *others)[:MOST_OWN])


def text_seen_from(folder: Path, path: Path) -> str:
    """Return a scenario file's text so that what it names is found from another folder.

    Raises:
        InputError: the file cannot be read, or is no scenario.
    """
    files = InputFiles()
    document = read_yaml(path, files, SEE_SCENARIOS)
    if not is_scenario(document):
        other = something_else(document) or "something else"
        raise InputError([Fault(str(path), 0, "", f"this seems to be {other}; {A_SCENARIO}")])
    text = files.text(path, MOST_BYTES)
    if path.parent.resolve() == folder.resolve():
        return text
    return cards.with_files(text, lambda name: _seen(folder, path, name))


def _seen(folder: Path, path: Path, name: str) -> str:
    """Return a name as it is seen from another folder; a whole path stays as it is."""
    return name if Path(name).is_absolute() else seen_from(folder, path.parent / name)
