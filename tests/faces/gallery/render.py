"""Renders the gallery pages and serves them, with the desk's own policy, on 127.0.0.1."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Engine
from django.test import RequestFactory
from django.test.utils import override_settings
from django.utils import timezone, translation

import huiyin.faces
from huiyin.faces.shared.charts import Chart
from tests.faces.gallery import samples

HERE = Path(__file__).parent
FACES = Path(huiyin.faces.__path__[0])
TEMPLATES = ("shared", "console", "portal")


def engine() -> Engine:
    """Templates of both faces and of the gallery, without a database behind them."""
    folders = [HERE, *(FACES / face / "templates" for face in TEMPLATES)]
    return Engine(
        dirs=[str(folder) for folder in folders],
        libraries={
            "desk": "huiyin.faces.shared.templatetags.desk",
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
        },
    )


def page(name: str, language: str, theme: str = "") -> str:
    """One gallery page (`console` or `portal`) as HTML."""
    with (
        override_settings(ROOT_URLCONF="tests.faces.gallery.urls"),
        translation.override(language),
        timezone.override(samples.TZ),
    ):
        return str(engine().get_template(f"{name}.html").render(_context(theme)))


def show_chart(chart: Chart) -> str:
    """The chart component alone."""
    source = "{% load desk %}{% chart chart %}"
    return str(engine().from_string(source).render(Context({"chart": chart})))


def _context(theme: str) -> Context:
    request: HttpRequest = RequestFactory().get("/")
    request.COOKIES["huiyin_theme"] = theme
    person = type("Person", (), {"is_authenticated": True, "__str__": lambda _self: "林晓"})()
    request.user = person
    role = partial(SimpleNamespace, current=False)
    demo = SimpleNamespace(
        url="#role",
        roles=[
            role(code="duty", label="值班员", current=True),
            role(code="office", label="办公室"),
        ],
    )
    desk = SimpleNamespace(
        office_name="安澜市应急管理局",
        unread=3,
        initials="林",
        person_line="值班员",
        sweeper_silent_since=samples.NOW,
        demo=demo,
    )
    office = SimpleNamespace(name="安澜市应急管理局")
    values: dict[str, Any] = {
        "title": "3 件今日到期 · 1 件已逾期",
        "request": request,
        "desk": desk,
        "office": office,
        "csrf_token": "token",
        **samples.everything(),
    }
    return Context(values)


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items():
            self._policy = f"{getattr(self, '_policy', '')}{name} {' '.join(values)}; "
        self.send_header("Content-Security-Policy", self._policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Write every page in zh and en into `folder` and serve it; gives the address."""
    (folder / "static").symlink_to(FACES / "static")
    for name in ("console", "portal"):
        for language in ("zh-hans", "en"):
            path = folder / f"{name}.{language}.html"
            path.write_text(page(name, language), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
