"""From an HTML page to its body, title, authors and date."""
