"""What hostile inputs are made of: markup that would run, and values that break careless code."""

MARK = "amparo7"  # what would run, if it ran
MARKUP = (
    f"<script>{MARK}()</script>",
    f"\"'><img src=x onerror={MARK}()>",
    f"<svg/onload={MARK}()>",
    f'" onfocus={MARK}() autofocus x="',
    f"javascript:{MARK}()",
    f"{{{{{MARK}}}}}{{% debug %}}",
    f"</textarea></script><script>{MARK}()</script>",
)
NASTY = (
    "", " ", "\x00", "a\x00b", "\ud800", "\uffff", "\u202eevil", "\ufdfa" * 50, "\r\nX-Evil: 1",
    "\U0001f469\u200d\U0001f469" * 40, "-1", "0", "00", "1e308", "NaN", "inf", "-0", "9" * 40,
    "1" * 5000, "0x10", "\u0967\u0968\u0969", "\xbd", "\xb2", "true", "null", "None", "undefined",
    "[]", "{}", "[object Object]", "'", '"', "\\", "%", "%s", "%00", "%(x)s", "{0}", "${7*7}",
    "../../etc/passwd", "/etc/passwd\x00.txt", "' OR 1=1 --", "1; DROP TABLE x", "=1+1",
    "@SUM(1)", "\t", "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026-13",
    "0001-01-01", "31/31/31", "24:61", "23:59:60", "-infinity", "not-a-uuid", "0" * 32, "g" * 36,
    "a" * 300, "a" * 70_000, "es-XX", "XX", "+" * 50, "http://", "//evil.example", "\\\\evil",
    "x@", "@", "a@b", "\xc9" * 255, "(((((", "[" * 900,
)  # fmt: skip
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x", "application/json", "text/plain", "application/xml", "",
    "x", "application/x-www-form-urlencoded; charset=utf-16", "text/html; charset=nonsense",
)  # fmt: skip
QUERIES = (
    "page", "before", "after", "what", "q", "next", "sort", "order", "on", "team", "x[y][z]",
)  # fmt: skip
HEADERS = ("Accept-Language", "Referer", "X-Forwarded-For", "User-Agent", "Accept")
