"""Extract body, title, authors and date from HTML pages."""
