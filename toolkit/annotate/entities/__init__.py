"""Names of people, organizations and places, and the actors behind them."""
