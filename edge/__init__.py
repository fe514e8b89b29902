"""What runs on the glasses: senses in, small models, the decision who answers, skills, the way out.

The one side effect of importing this package: onnxruntime >= 1.29 looks a telemetry host up by itself
unless this variable is set before its first import, and nothing of Glint may ever call home.
"""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
