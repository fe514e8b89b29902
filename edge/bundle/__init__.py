"""The one door of models: nets on onnxruntime, the card that describes them, and what holds a file to its card."""
