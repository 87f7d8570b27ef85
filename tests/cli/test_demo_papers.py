"""What the demonstration keeps reads on the pages like what the window keeps."""

from datetime import date

from tongban.cli.demo_city import drawers, papers
from tongban.desks.station.panels_capture import photo_measures, photo_verdict
from tongban.simulators.people.people import generate_people


def test_a_photos_report_stands_on_the_photo_step() -> None:
    today = date(2026, 11, 20)
    drawers.register()
    person = next(iter(generate_people(1, count=200, today=today)))
    report = papers.report_on(papers.standard_photo(person, on=today))
    assert len(photo_measures(report)) == len(report["measures"])
    verdict = photo_verdict(report)
    assert verdict is not None
    assert verdict.text == "合格"
