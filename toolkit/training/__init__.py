"""How the attribution model was made: one command from a PolNeAR folder to an ONNX file."""
