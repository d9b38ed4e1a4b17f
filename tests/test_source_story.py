from __future__ import annotations

from ferdesk.source_story import SourceStory


def test_a_day_with_a_camera() -> None:
    story = SourceStory()
    told = [
        story.next("Cam", *news)
        for news in [
            ("running", ""),
            ("running", ""),
            ("running", "Cam is black"),
            ("running", "Cam is black"),
            ("running", ""),
            ("lost", "Cam is gone"),
            ("lost", "Cam is not there"),
            ("opening", ""),
            ("running", ""),
            ("paused", ""),
            ("running", ""),
            ("ended", ""),
        ]
    ]
    assert told == [
        "", "", "Cam is black", "", "Cam is as it should be again", "Cam is gone", "", "", "Cam is back",
        "Cam is paused", "Cam goes on", "Cam is at its end",
    ]  # fmt: skip


def test_another_source() -> None:
    story = SourceStory("Cam")
    assert story.next("Demo", "opening", "") == ""
    assert story.next("Demo", "running", "") == "the source is Demo now"
    assert story.next("Demo", "running", "") == ""
