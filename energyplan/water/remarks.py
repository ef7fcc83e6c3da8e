"""What must the reader of the water results know? The sentences of all notes, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from energyplan.core.notes import Note

LISTED_IDS = 20

SENTENCES: dict[str, tuple[str, str]] = {
    "no_residents": (
        "{} sewer sections state no residents; nobody is connected to them.",
        "{} Haltungen nennen keine Einwohner; an ihnen ist niemand angeschlossen.",
    ),
    "unconnected": (
        "{} residents are not assigned to any sewer section.",
        "{} Einwohner sind keiner Haltung zugeordnet.",
    ),
    "measured": (
        "Inflows were scaled to {} measured dry-weather flows.",
        "Zuflüsse wurden an {} gemessene Trockenwetterabflüsse angepasst.",
    ),
    "contradiction": (
        "{} measured dry-weather flows are smaller than those measured upstream; the larger ones were kept.",
        "{} gemessene Trockenwetterabflüsse sind kleiner als die oberhalb gemessenen; die größeren gelten.",
    ),
    "implausible": (
        "{} measured dry-weather flows are more than three times, or less than a third of, "
        "what the residents let expect.",
        "{} gemessene Trockenwetterabflüsse sind mehr als das Dreifache oder weniger als ein Drittel dessen, "
        "was die Einwohnerzahl erwarten lässt.",
    ),
    "no_sewers": (
        "No waste water reaches {} treatment plants on the map; they follow the population equivalent.",
        "{} Kläranlagen erreicht auf der Karte kein Abwasser; ihr Abfluss folgt den Einwohnerwerten.",
    ),
    "effluent": (
        "The measured effluent of {} treatment plants differs by more than a fifth from what the drawn "
        "sewers bring (rain, other places, missing residents); the measured one is used.",
        "Der gemessene Ablauf von {} Kläranlagen weicht um mehr als ein Fünftel von dem ab, was die "
        "gezeichneten Kanäle bringen (Regen, andere Orte, fehlende Einwohner); es gilt der gemessene.",
    ),
    "derived_surfaces": (
        "There is no surface layer: {} roofs and streets were derived, roofs from footprints (form by use), "
        "streets from length and usual width by class.",
        "Ein Flächenlayer fehlt: {} Dächer und Straßen wurden abgeleitet, Dächer aus Grundrissen (Form nach "
        "Nutzung), Straßen aus Länge und üblicher Breite je Klasse.",
    ),
}
"""Topic: English and German sentence with a place for the count."""


def remark(topic: str, ids: Iterable[object], count: int | None = None) -> list[Note]:
    """Return the note on `topic` about `ids`, or nothing if there is nothing to count.

    >>> remark("measured", ["S1"])[0].english
    'Inflows were scaled to 1 measured dry-weather flows.'
    """
    listed = [str(id_) for id_ in ids]
    number = len(listed) if count is None else count
    if not number:
        return []
    english, german = (sentence.format(number) for sentence in SENTENCES[topic])
    return [Note("water", topic, english, german, number, tuple(listed[:LISTED_IDS]))]
