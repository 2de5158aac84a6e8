"""Scrapy on the same URLs. usage: peer.py URLS CONCURRENCY HOST_CONCURRENCY DELAY_MS respected|ignored   prints JSON as bench_fetch does."""
import json
import pathlib
import sys
import time

import scrapy
from scrapy.crawler import CrawlerProcess

URLS, CONCURRENCY, HOST_CONCURRENCY, DELAY_MS, ROBOTS = sys.argv[1:]
counts = {"fetched": 0, "failed": 0, "bytes": 0}


class Pages(scrapy.Spider):
    name = "pages"

    async def start(self):
        for url in pathlib.Path(URLS).read_text(encoding="utf-8").split():
            yield scrapy.Request(url, callback=self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response):
        counts["fetched"] += 1
        counts["bytes"] += len(response.body)

    def failed(self, _):
        counts["failed"] += 1


process = CrawlerProcess({
    "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": ROBOTS == "respected",
    "CONCURRENT_REQUESTS": int(CONCURRENCY), "CONCURRENT_REQUESTS_PER_DOMAIN": int(HOST_CONCURRENCY),
    "DOWNLOAD_DELAY": int(DELAY_MS) / 1000, "RANDOMIZE_DOWNLOAD_DELAY": False, "COOKIES_ENABLED": False,
    "HTTPCACHE_ENABLED": False, "REACTOR_THREADPOOL_MAXSIZE": 20, "USER_AGENT": "scrapy-bench (+https://example.org)",
})
process.crawl(Pages)
begin = time.perf_counter()
process.start()
print(json.dumps({**counts, "seconds": time.perf_counter() - begin}))
