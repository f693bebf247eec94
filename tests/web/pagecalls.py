"""Calls of the review page, as its tab makes them."""

import re

from flask.testing import FlaskClient

from .calls import Headers

HERE = "http://127.0.0.1:8765"


def entered(client: FlaskClient, headers: Headers) -> FlaskClient:
    url = client.post("/v1/review-link", json={}, headers=headers).get_json()["url"]
    assert re.fullmatch(re.escape(HERE) + r"/review\?code=[\w-]{43}", url)
    answer = client.get(url.removeprefix(HERE), headers={"Sec-Fetch-Site": "none"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/review")
    return client


def word(page: FlaskClient) -> str:
    return re.search(r'name="csrf" value="([^"]+)"', page.get("/review").get_data(as_text=True))[1]


def send(page: FlaskClient, where: str, csrf: str | None = None, origin: str | None = HERE, **form: str):
    headers = {"Sec-Fetch-Site": "same-origin"} | ({"Origin": origin} if origin else {})
    data = form | {"csrf": word(page) if csrf is None else csrf}
    return page.post(f"/review/{where}", data=data, headers=headers)
