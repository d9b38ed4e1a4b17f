"""The environment that OpenCV must find when it is first imported. Import this before `cv2`; it imports nothing heavy.

OpenCV reads these variables once. Whoever has set one already keeps their value, so OpenCV can be made to talk again
with `OPENCV_LOG_LEVEL=INFO OPENCV_FFMPEG_LOGLEVEL=32 ferdesk …`.
"""

from __future__ import annotations

import os
import sys

_VARIABLES = {
    # Windows: with hardware transforms on, Media Foundation takes up to 20 seconds to open a webcam.
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",
    # An absent camera or a damaged file is told in our own words; OpenCV's and FFmpeg's lines would drown them.
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
}

for _name, _value in _VARIABLES.items():
    os.environ.setdefault(_name, _value)

if "cv2" in sys.modules and os.environ["OPENCV_LOG_LEVEL"] == "SILENT":
    sys.modules["cv2"].utils.logging.setLogLevel(0)  # somebody was faster; this much can still be had
