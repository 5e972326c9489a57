"""All results of a session over the paged API."""

from urllib.parse import quote

from .server import Server


def results(server: Server, session: str, filter: str = "matched", limit: int = 100) -> list[dict]:
    """Every row of a filter, page by page."""
    rows: list[dict] = []
    cursor = None
    while True:
        path = f"/api/sessions/{session}/results?filter={filter}&limit={limit}"
        if cursor:
            assert quote(cursor, safe="") == cursor, "cursors need no escaping"
            path += f"&cursor={cursor}"
        answer = server.get(path)
        assert answer.status == 200, answer.body
        page = answer.json
        assert len(page["results"]) <= limit
        rows += page["results"]
        cursor = page.get("next_cursor")
        if not cursor:
            return rows


def codes_of(rows: list[dict]) -> dict[str, list[str]]:
    assert len({row["file_name"] for row in rows}) == len(rows), "a drawing stands there twice"
    return {row["file_name"]: row["hole_codes"] for row in rows}
