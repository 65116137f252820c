"""Who gets to speak in the news: articles, mentions, quotes and sources as pandas frames."""
