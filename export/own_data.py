"""What a card says of a network that went on learning from people's own faces."""

from __future__ import annotations

from dataclasses import dataclass

from ferdesk.dataset import Dataset
from ferdesk.dataset_type import SPLITS, UNLABELLED
from ferdesk.export.confidence import FEW
from ferdesk.train.config import RunConfig


@dataclass(frozen=True)
class OwnData:
    """Numbers of faces."""

    training: int
    public: int
    private: int
    nameless: int
    replayed: bool
    """Whether FER2013 was played again beside them."""
    led_on: bool
    """Whether the network knew faces before."""

    def in_words(self) -> str:
        """The card's section on the data."""
        replayed = "FER2013's Training images were played again beside them. " if self.replayed else ""
        before = " What it started from had learnt FER2013, with that data's flaws." if self.led_on else ""
        rough = ""
        if min(self.public, self.private) < FEW:
            rough = (
                " With so few faces held out, every figure here is rough: at 50 of them a share is known to about "
                "14 points, at 200 to 7. The temperature rests on as few, and stays near 1 for that."
            )
        return (
            f"The network {'went on learning' if self.led_on else 'learnt'} from its maker's own pictures, none of "
            f"which is in this file: {self.training:,} faces with a label, {self.nameless:,} without one. {replayed}"
            f"PublicTest ({self.public:,}) and PrivateTest ({self.private:,}) are own faces too, which were held out; "
            "they may be of the same people, so a stranger's face may be read less well. YuNet found each face, and "
            f"the crop was made as in the app.{before}{rough}"
        )


def own_data(dataset: Dataset, config: RunConfig) -> OwnData | None:
    """None where the network learnt from a data set."""
    if not config.labelled:
        return None
    training, public, private = (len(dataset.rows(split)) for split in SPLITS)
    nameless = int((dataset.splits == UNLABELLED).sum())
    return OwnData(training, public, private, nameless, bool(config.data), bool(config.init))
