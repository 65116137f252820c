"""Files written whole or not at all, and Parquet parts and tables made of them."""
