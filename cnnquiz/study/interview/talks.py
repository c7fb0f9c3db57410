"""What is answered in words and ticked off afterwards: no key can mark it."""

from __future__ import annotations

from dataclasses import dataclass

from cnnquiz.curriculum import catalog
from cnnquiz.errors import DataError

# What makes an answer to a follow-up a good one, whatever it is about.
GOOD_ANSWER = (
    "I answered the question itself first, in one sentence",
    "I gave the reason, or a number that I worked out",
    "I named a case in which it does not hold, or what it costs",
)


@dataclass(frozen=True, slots=True)
class Talk:
    """A prompt, and the points to tick; without `words` there is nothing to say."""

    id: str
    prompt: str
    points: tuple[str, ...]
    words: bool = True
    seconds: int = 120


CASES: tuple[Talk, ...] = (
    Talk(
        "case/factory-line",
        "Thirty images a second of 2048×1536 pixels come from a camera above a "
        "conveyor. Defects are 5 to 40 pixels wide, and one part in 500 has one. The "
        "computer beside the line has 4 GB of memory. Design the detector: what you "
        "would ask first, data, model, metric, and how it stays good.",
        (
            "I asked what a missed defect and a false alarm cost before I chose a metric",
            "I said that at half the size a defect may be 2 pixels wide, and kept the "
            "resolution or cut tiles",
            "I had about 33 ms an image, loading and preprocessing included",
            "I named a metric for rare positives, such as recall at a fixed rate of "
            "false alarms, and not accuracy",
            "I split the data by part or by day, and not by image",
            "I said how a new kind of defect is noticed and comes into the data",
        ),
        seconds=1500,
    ),
    Talk(
        "case/photo-search",
        "A service holds 50 million photos and wants to find near-duplicates of a new "
        "one in 100 ms: cropped, recoloured or compressed again. Design it: features, "
        "training, index, metric, memory.",
        (
            "I asked what counts as a duplicate, and what a wrong match costs",
            "I trained features so that altered copies lie close (positives are "
            "augmentations), and not a classifier of subjects",
            "I counted memory: 256 float32 values a photo are about 51 GB for all",
            "I took an approximate index and said what recall it gives up",
            "I measured recall at a fixed precision on pairs that were labelled",
            "I said what happens to the index when the network is trained anew",
        ),
        seconds=1500,
    ),
    Talk(
        "case/phone-background",
        "A video call on a phone shall blur everything behind the person, at 25 images "
        "a second, with a model of at most 5 MB. Design it: network, data, metric, "
        "and what you measure on the phone.",
        (
            "I had 40 ms an image for everything, on the slowest phone that counts",
            "I took an encoder and a decoder with skips, and cheap (depthwise "
            "separable) convolutions",
            "I counted: 5 MB are 1.25 million weights in float32 or 5 million in int8",
            "I measured IoU and the borders (hair), and flicker from image to image",
            "I looked at errors by skin tone, light and background, and not only at "
            "the mean",
            "I compared accuracy after quantization, and timed it on the phone itself",
        ),
        seconds=1500,
    ),
    Talk(
        "case/road-signs",
        "A car's camera shall recognize 200 kinds of road signs; the rarest was seen 12 "
        "times. Design it: stages, data, loss, metric, and how it grows.",
        (
            "I found signs first and named them second, or said why one stage is enough",
            "I met the long tail with resampling or a weighted loss, and named its cost",
            "I reported recall of each class, or its mean over classes, and not accuracy",
            "I left out mirror images, which turn some signs into others",
            "I split by drive or place, so that one sign is not in both sets",
            "I allowed for 'none of these' and said how rare signs are collected",
        ),
        seconds=1500,
    ),
)
CHECKLIST: tuple[Talk, ...] = (
    Talk(
        "checklist/method",
        "Your work, as a reviewer reads it. Which of these hold?",
        (
            "A baseline of a few lines stands beside the result",
            "The network overfitted one batch first, to show that training works",
            "The test digits decided nothing: they were looked at once, at the end",
            "Each change was tried alone, with several seeds",
            "I looked at the errors: which classes are confused, with examples",
        ),
        words=False,
        seconds=300,
    ),
    Talk(
        "checklist/writing",
        "And of these?",
        (
            "One command runs it from a clean folder",
            "Every number in the text is one that the code prints",
            "What did not work is written down too",
            "Functions are short, and shapes are stated where they change",
            "I say what the result does not show",
        ),
        words=False,
        seconds=300,
    ),
)
POOLS = {"cases": CASES, "checklist": CHECKLIST}


def about(slug: str, number: int) -> str:
    """Return the id of an exercise's follow-up, numbered from 1."""
    return f"{slug}/{number}"


def find(id_: str) -> Talk:
    """Return the talk with this id."""
    for talk in (*CASES, *CHECKLIST):
        if talk.id == id_:
            return talk
    slug, _, number = id_.partition("/")
    if slug not in catalog.SLUGS or number not in {"1", "2", "3"}:
        raise DataError(f"there is no talk '{id_}'")
    prompt = catalog.find(slug).load().follow_ups[int(number) - 1]
    return Talk(id_, prompt, GOOD_ANSWER)
