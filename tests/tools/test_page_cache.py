"""Pages kept in memory: never one of another version, never too many."""

import threading

from odoo.addons.customer_status_comm.tools.page_cache import KeptPage, PageCache


def page(text="a", count=10):
    return KeptPage.of(text * count)


def test_a_page_names_its_bytes():
    assert page("a").etag == page("a").etag != page("b").etag
    assert KeptPage.of("æ").body == "æ".encode()


def test_only_the_same_version_is_given_back():
    cache = PageCache(100)
    assert cache.get("p", 1) is None
    cache.put("p", 1, page("a"))
    assert cache.get("p", 1) == page("a")
    assert cache.get("p", 2) is None
    assert cache.get("q", 1) is None


def test_a_new_version_takes_the_place_of_the_old():
    cache = PageCache(100)
    cache.put("p", 1, page("a"))
    cache.put("p", 2, page("b", 20))
    assert cache.get("p", 1) is None
    assert cache.get("p", 2) == page("b", 20)
    assert cache.size == 20


def test_what_was_unused_longest_goes_first():
    cache = PageCache(30)
    for name in "abc":
        cache.put(name, 1, page(name))
    cache.get("a", 1)
    cache.put("d", 1, page("d"))
    assert [bool(cache.get(name, 1)) for name in "abcd"] == [True, False, True, True]
    assert cache.size == 30


def test_a_page_that_is_too_large_is_not_kept():
    cache = PageCache(30)
    cache.put("a", 1, page("a", 31))
    assert cache.get("a", 1) is None
    assert cache.size == 0


def test_threads():
    cache, failures = PageCache(200), []

    def work(name):
        for version in range(2000):
            cache.put(name, version, page(name))
            kept = cache.get(name, version)
            if kept not in (None, page(name)):
                failures.append(kept)

    threads = [threading.Thread(target=work, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert cache.size == sum(len(kept.body) for _version, kept in cache._kept.values())
