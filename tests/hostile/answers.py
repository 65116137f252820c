"""A server that answers wrongly: raw bytes by path, for pages and for lists of pages."""

from __future__ import annotations

import gzip

from tests.collect.servers import article

GOOD = article("good").encode()


def answer(head: str, body: bytes = GOOD, status: str = "200 OK") -> bytes:
    """A response with its length, unless the head says one."""
    length = "" if "ength" in head or "hunked" in head else f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\n{length}{head}\r\n".encode("latin-1", "replace") + body


def _html(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in ("Content-Type: text/html", *lines))


PAGES: dict[str, bytes] = {
    "good": answer(_html()),
    "reason-latin": answer(_html(), b"", "404 Gel\xe9scht \xff"),
    "reason-kept": answer(_html(), GOOD, "200 D\xe9j\xe0"),
    "reason-long": answer(_html(), b"", "500 " + "x" * 7000),
    "status-text": b"HTTP/1.1 OK\r\n\r\n",
    "status-long": b"HTTP/1.1 99999999999 OK\r\n\r\n",
    "status-zero": answer(_html(), GOOD, "000 No"),
    "status-low": answer(_html(), GOOD, "99 No"),
    "version": b"HTTP/9.9 200 OK\r\n\r\n" + GOOD,
    "old": GOOD,
    "nothing": b"",
    "nonsense": b"\x00\xff\x00\xff\r\n\r\n",
    "ssh": b"SSH-2.0-OpenSSH_9.6\r\n",
    "continue": b"HTTP/1.1 100 Continue\r\n\r\n" * 50 + answer(_html()),
    "header-latin": answer(_html("X-\xe9: \xff")),
    "header-none": answer("no colon here\r\n"),
    "header-empty": answer(": nameless\r\n"),
    "header-fold": answer(_html("X-A: a\r\n b")),
    "header-nul": answer(_html("X-A: a\x00b")),
    "header-long": answer(_html("X-A: " + "y" * 20_000)),
    "headers-many": answer(_html(*[f"X-{i}: {i}" for i in range(5000)])),
    "cookie": answer(_html("Set-Cookie: " + "=;" * 500, "Set-Cookie: \xff")),
    "etag": answer(_html('ETag: \xff\x01"', "Last-Modified: \xe9")),
    "type-odd": answer('Content-Type: \xff/;;="\r\n'),
    "type-long": answer("Content-Type: text/html; charset=" + "u" * 4000 + "\r\n"),
    "charset": answer("Content-Type: text/html; charset=no-such\r\n"),
    "length-text": answer("Content-Length: many\r\n"),
    "length-minus": answer("Content-Length: -1\r\n"),
    "length-huge": answer("Content-Length: 99999999999999999999999\r\n"),
    "length-two": answer("Content-Length: 5\r\nContent-Length: 7\r\n"),
    "length-short": answer("Content-Length: 9\r\n"),
    "chunk-text": answer("Transfer-Encoding: chunked\r\n", b"zz\r\nabc\r\n0\r\n\r\n"),
    "chunk-huge": answer("Transfer-Encoding: chunked\r\n", b"ffffffffffffffffff\r\nabc"),
    "chunk-minus": answer("Transfer-Encoding: chunked\r\n", b"-5\r\nabc\r\n0\r\n\r\n"),
    "gzip-not": answer(_html("Content-Encoding: gzip")),
    "gzip-cut": answer(_html("Content-Encoding: gzip"), gzip.compress(GOOD * 9)[:200]),
    "gzip-bomb": answer(_html("Content-Encoding: gzip"), gzip.compress(bytes(2 * 10**7))),
    "encoding": answer(_html("Content-Encoding: no-such")),
    "brotli": answer(_html("Content-Encoding: br"), b"\x0b\x02\x80Hello\x03"),
    "later-huge": answer(_html("Retry-After: " + "9" * 300), b"", "503 Later"),
    "later-year": answer("Retry-After: Wed, 21 Oct 99999999999 07:28:00 GMT\r\n", b"", "503 No"),
    "later-zone": answer("Retry-After: Wed, 21 Oct 2015 07:28:00 +9999\r\n", b"", "503 No"),
    "later-odd": answer("Retry-After: \xb2\r\n", b"", "429 Slow"),
    "location-none": answer("", b"", "301 Moved"),
    "location-odd": answer("Location: http://[::1\r\n", b"", "302 Moved"),
    "location-self": answer("Location: \r\n", b"", "302 Moved"),
    "location-file": answer("Location: file:///etc/passwd\r\n", b"", "302 Moved"),
    "location-latin": answer("Location: /\xe9\xff?\x01\r\n", b"", "302 Moved"),
    "location-long": answer("Location: /" + "a" * 7000 + "\r\n", b"", "302 Moved"),
    "location-loop": answer("Location: /location-loop?x=1\r\n", b"", "307 Moved"),
    "location-port": answer("Location: http://127.0.0.1:99999/\r\n", b"", "308 Moved"),
    "body-nul": answer(_html(), bytes(2000)),
    "body-refs": answer(_html(), b"<p>&#xD800;&#0;&#99999999999;" * 500),
    "body-deep": answer(_html(), b"<div>" * 20_000),
}
_FEED = (
    "<rss version='2.0'><channel><item><title>{}</title><link>{}</link>{}</item></channel></rss>"
)
_MAP = "<urlset><url><loc>/good</loc>{}</url></urlset>"
FEEDS: dict[str, bytes] = {
    "feed-surrogate": _FEED.format("a&#xD800;b", "/good", "").encode(),
    "feed-bytes": _FEED.format("a", "/good", "").encode() + b"\xed\xa0\x80\xff",
    "feed-utf16": _FEED.format("a", "/of-utf16", "").encode("utf-16"),
    "feed-date": _FEED.format("a", "/good", "<pubDate>99 Foo 99999 99:99 +99</pubDate>").encode(),
    "feed-link": _FEED.format("a", "http://[", "").encode(),
    "feed-long": _FEED.format("a", "http://" + "a." * 50_000, "").encode(),
    "feed-entity": b"<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
                   + _FEED.format("&b;" * 99, "/good", "").encode(),
    "feed-cut": _FEED.format("a", "/good", "").encode()[:70],
    "feed-page": GOOD,
    "feed-empty": b"",
    "feed-deep": b"<a>" * 5000,
}  # fmt: skip
SITEMAPS: dict[str, bytes] = {
    "sitemap-prefix": _MAP.format("<news:title>Ferry</news:title>").encode(),
    "sitemap-zone": _MAP.format("<lastmod>2025-03-04T10:00:00+99:99</lastmod>").encode(),
    "sitemap-year": _MAP.format("<lastmod>0001-01-01T00:00:00+14:00</lastmod>").encode(),
    "sitemap-digits": _MAP.format(f"<lastmod>{'9' * 9000}</lastmod>").encode(),
    "sitemap-address": f"<urlset><url><loc>{'a.' * 90_000}</loc></url></urlset>".encode(),
    "sitemap-secret": f"<urlset><url><loc>http://{'a:' * 40_000}@b/</loc></url></urlset>".encode(),
    "sitemap-self": b"<sitemapindex><sitemap><loc>/sitemap-self</loc></sitemap><url><loc>/good"
                    b"</loc></url></sitemapindex>",
    "sitemap-gzip": gzip.compress(b"<urlset>" + b"<url><loc>/of-gzip</loc></url>" * 200_000),
    "sitemap-lines": b"http" + b" a" * 200_000,
    "sitemap-nul": b"<urlset>\x00<url><loc>/good\x00</loc></url></urlset>",
    "sitemap-bytes": b"<urlset><url><loc>/\xff\xfe</loc></url></urlset>",
}  # fmt: skip
ROBOTS: dict[str, bytes] = {
    "robots-bytes": b"\xff\xfe\x00User-agent: *\nDisallow: \xff\nSitemap: http://[\n",
    "robots-stars": b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"\nCrawl-delay: nan\n",
    "robots-delay": b"User-agent: *\nCrawl-delay: -1e999\nRequest-rate: 0/0\n",
}
LISTS = {
    name: data.replace(b"/good", b"/of-" + name.encode())
    for name, data in {**FEEDS, **SITEMAPS}.items()
}


def respond(path: str, robots: bytes = b"") -> bytes:
    """What the server sends for a path; a good page where nothing is wrong."""
    name = path.strip("/").partition("?")[0]
    if name == "robots.txt":
        return answer("Content-Type: text/plain\r\n", robots)
    return answer("", LISTS[name]) if name in LISTS else PAGES.get(name, PAGES["good"])
