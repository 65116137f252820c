"""Hand coding: samples, sheets, the coding page, agreement and coded samples."""
