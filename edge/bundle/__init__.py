"""Models: bundles of nets for onnxruntime, their cards, and the checks of files against cards."""
