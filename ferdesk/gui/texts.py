"""The longer texts of the app: the notice of the first start, what ferdesk can and cannot see."""

from __future__ import annotations

from ferdesk.gui.words import tr

NOTICE_TITLE = tr("Before you begin")

NOTICE: tuple[tuple[str, str], ...] = (
    (
        tr("An expression is not a feeling."),
        tr(
            "ferdesk names the expression that a face shows in a picture, and often it is wrong. It cannot know what "
            "anybody feels, thinks or intends."
        ),
    ),
    (
        tr("Not at work, not in education."),
        tr(
            "In the European Union the AI Act (Article 5(1)(f)) forbids inferring people’s emotions there, except for "
            "medical or safety reasons. Do not decide anything about a person with ferdesk."
        ),
    ),
    (
        tr("Tell the people you film."),
        tr("Whoever stands before the camera must know that such software is looking (Article 50(3))."),
    ),
    (
        tr("Nothing is stored, nothing is sent."),
        tr("All work is done on this computer. A picture is kept only when you save a snapshot or record video."),
    ),
)

LIMITS_TITLE = tr("What ferdesk can and cannot see")

MUST_NOT = tr(
    """Judging people: in recruitment, at work, in schools, at borders, in courts, in medicine. In the
European Union the AI Act forbids inferring emotions at work and in education (Article 5(1)(f)), and those who are
filmed must be told (Article 50(3))."""
)

LIMITS = tr(
    """
## What it can see

- **Seven kinds of expression** – angry, disgust, fear, happy, sad, surprise, neutral – on faces that look roughly at
  the camera and are about 40 pixels or larger.
- **How sure it is.** The per cent are calibrated: of 100 faces called *happy, 80 %*, about 80 were called happy by
  people. Below the threshold that you can set, it says *unsure* rather than guess.
- **Who is who** for as long as somebody stays in view. Whoever comes back is not recognised; numbers, and the names
  that you give, are forgotten with the source.

## What it cannot see

- **Feelings, thoughts, intentions, honesty, health.** People smile when they are sad, and frown when they think.
  The same face means different things in different situations and cultures.
- **More than a still picture.** It sees 48 × 48 grey pixels: no voice, no gesture, no situation.
- **Faces turned away, covered, very small, blurred or in bad light.** They are missed, or read wrongly.
- **All people equally well.** It learnt from FER2013: pictures found on the web and labelled in a hurry. Some ages and
  skin tones are rarer there than others, and for them it errs more often.
- **Rare expressions.** Fear and disgust are confused most. Even people agree with the labels of FER2013 on only about
  two pictures in three.

## What it must not be used for

{must_not}
""",
    must_not=MUST_NOT,
)
