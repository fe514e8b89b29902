"""What runs on the glasses: senses in, small models, the decision who answers, skills, the way out.

The one side effect of importing this package is on what its libraries read when they are first imported. onnxruntime
>= 1.29 looks a telemetry host up by itself unless it is told not to, and nothing of Glint may ever call home. OpenCV
wakes a thread on every core for the smallest picture: at our sizes that costs more than it gains.
"""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
