"""hipapp's settings plus one bare view to measure against."""

from hipapp.settings import *  # noqa: F403

ROOT_URLCONF = "tools.bench_urls"
