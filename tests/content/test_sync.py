"""The sync writes what changed, twice is once, and nothing is ever deleted."""

from dataclasses import replace

import pytest
from django.test import Client

from poses.content.loader import shipped
from poses.library.catalogue import catalogue, sync
from poses.models import ContentRelease, Pose

pytestmark = pytest.mark.django_db


def test_twice_is_once() -> None:
    before = ContentRelease.objects.count()
    assert not sync().anything
    assert ContentRelease.objects.count() == before


def test_a_pose_is_retired_and_comes_back(client: Client) -> None:
    content = shipped()
    rest = {s: d for s, d in content.written.items() if s != "leg-swings"}
    report = sync(replace(content, written=rest, poses={s: content.poses[s] for s in rest}))
    assert report.retired == 1
    assert Pose.objects.filter(slug="leg-swings").exists()
    assert "leg-swings" not in catalogue().poses
    assert catalogue().name("leg-swings") == "Gentle leg swings"
    assert client.get("/poses/leg-swings/").status_code == 410
    assert "Gentle leg swings" not in client.get("/poses/").content.decode()
    assert sync().changed == 1
    assert client.get("/poses/leg-swings/").status_code == 200


def test_a_changed_word_is_seen_at_once(client: Client) -> None:
    content = shipped()
    doc = content.written["hip-hinge"].model_copy(update={"name": "Hip hinge anew"})
    sync(replace(content, written={**content.written, "hip-hinge": doc}))
    assert "Hip hinge anew" in client.get("/poses/hip-hinge/").content.decode()
