"""A browser by the name and system a person knows it by, from what it says of itself."""

from django.utils.translation import gettext as _

# In this order: most browsers say that they are others too.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("QQBrowser", "QQ"),
    ("Firefox/", "Firefox"), ("HeadlessChrome/", "Chromium"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("UOS", "UOS"), ("Kylin", "Kylin"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_words(user_agent: str) -> str:
    """For example "Firefox, Windows"; what is not known is said to be unknown."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return _(", ").join(filter(None, (browser, system))) or _("Unknown browser")
