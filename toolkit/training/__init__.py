"""Training of the attribution tagger: one command from a PolNeAR folder to an ONNX file."""
