"""When something goes wrong: plain words, the way on, nothing lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from huiyin.faces.portal.uploads import CappedMemory
from huiyin.faces.portal.views.errors import server_error
from huiyin.faces.portal.views.plain import healthz
from tests.faces.portal.test_tell import hidden, to_the_end
from tests.portal import OwnDatabase, own_database

__all__ = ["own_database"]


def test_more_text_than_a_page_takes_is_refused_in_words(portal: Client) -> None:
    response = portal.post("/tell/", {"text": "长" * 1_000_000})
    assert response.status_code == 400
    assert "后退" in response.content.decode()


def test_a_text_of_the_full_length_goes_through_all_pages(portal: Client) -> None:
    page = to_the_end(portal, text="长\r\n" * 10_000)
    assert hidden(page, "step") == "send"
    fields = {"draft": hidden(page, "draft"), "step": "send", "go": "next"}
    assert "hy-receipt-code" in portal.post("/tell/", fields).content.decode()


def test_a_text_that_is_too_long_is_kept_and_the_cursor_put_there(portal: Client) -> None:
    page = portal.get("/tell/?kind=hazard").content.decode()
    fields = {"draft": hidden(page, "draft"), "step": "story", "text": "长" * 20_001}
    again = portal.post("/tell/", fields).content.decode()
    assert again.count("长") >= 20_001
    assert re.search(r"<textarea[^>]* autofocus", again)
    assert "<title>请检查" in again


def test_somebody_who_sends_many_times_the_limit_is_cut_off(portal: Client) -> None:
    page = to_the_end(portal)
    fields = {"draft": hidden(page, "draft"), "step": "send", "go": "next"}
    heaps = [SimpleUploadedFile("heap.bin", bytes(3 * 2**20)) for _ in range(4)]
    config = type("Config", (), {"upload_limit_mb": 1})
    with override_settings(CONFIG=config):
        response = portal.post("/tell/", {**fields, "files": heaps})
        assert response.status_code == 413
        handler = CappedMemory(RequestFactory().post("/"))
        handler.new_file("files", "a", "", None)
        for _chunk in range(2):
            handler.receive_data_chunk(bytes(2**20), 0)
        assert handler.file_complete(2**21) is None


def test_the_page_for_a_fault_of_ours_needs_no_database() -> None:
    for language, words in (("zh-hans", "系统出现故障"), ("en", "Something broke on our side")):
        with translation.override(language):
            response = server_error(RequestFactory().get("/"))
        assert response.status_code == 500
        assert words in response.content.decode()


def test_health_is_the_databases_health(own_database: OwnDatabase) -> None:
    request = RequestFactory().get("/healthz")
    assert healthz(request).status_code == 200
    connections.close_all()
    connection.settings_dict["PASSWORD"] = "wrong"
    response = healthz(request)
    assert (response.status_code, response.content) == (503, b"database\n")


@pytest.mark.parametrize("path", ["/admin/", "/sign-in/", "/board/", "/api/", "/cases/"])
def test_nothing_of_the_staff_answers_here(portal: Client, path: str) -> None:
    assert portal.get(path).status_code == 404


def test_the_wrong_way_to_ask_is_refused(portal: Client) -> None:
    assert portal.put("/tell/").status_code == 405
    assert portal.post("/").status_code == 405
    assert portal.get("/follow/?code=0000").status_code == 200
