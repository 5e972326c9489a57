"""The real google-api-python-client against the emulator: so it is known to be true to the format."""

import io

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseDownload

from harness.drawings import pdf, write

USER = {"client_id": "id.apps", "client_secret": "secret", "refresh_token": "1//refresh"}


def service(drive, credentials=None):
    return build(
        "drive", "v3", credentials=credentials or Credentials("ya29.any"),
        client_options={"api_endpoint": drive.url + "/drive/v3/"})


def download(request, chunk: int) -> tuple[bytes, int]:
    output = io.BytesIO()
    loader = MediaIoBaseDownload(output, request, chunksize=chunk)
    done, pieces = False, 0
    while not done:
        _, done = loader.next_chunk()
        pieces += 1
    return output.getvalue(), pieces


def every(drive, **arguments) -> tuple[list[dict], int]:
    """All files over all pages, as Google's guide does it."""
    files, pages = [], 0
    request = drive.files().list(**arguments)
    while request is not None:
        answer = request.execute()
        files += answer["files"]
        pages += 1
        request = drive.files().list_next(request, answer)
    return files, pages


@pytest.fixture
def plant(tmp_path):
    files = {f"area/{number:03}.pdf": pdf([f"HOLE-{number}"]) for number in range(25)}
    files |= {"large.pdf": pdf(["HOLE-1"]) + b" " * 3_000_000, "team/t.pdf": pdf(["HOLE-1"]),
              "export.pdf": pdf(["EXPORTED"])}
    return write(tmp_path / "plant", files)


@pytest.fixture
def emulated(emulator, plant):
    return emulator(plant, describe={
        "drives": {"Plant": "team"}, "user": USER, "shortcuts": {"link.pdf": "area/001.pdf"},
        "documents": {"Notes": {"type": "document", "exports": {"application/pdf": "export.pdf"}}}})


def test_it_lists_page_by_page(emulated):
    drive = service(emulated)
    area, = every(drive, q="name = 'area' and mimeType = 'application/vnd.google-apps.folder'")[0]
    files, pages = every(drive, q=f"'{area['id']}' in parents and trashed=false", pageSize=10, orderBy="name",
                         fields="nextPageToken, files(id, name, size, md5Checksum)".replace(" ", ""))
    assert pages == 3 and [file["name"] for file in files] == [f"{number:03}.pdf" for number in range(25)]
    assert set(files[0]) == {"id", "name", "size", "md5Checksum"}


def test_it_gets_metadata_of_shortcuts_and_shared_drives(emulated):
    drive = service(emulated)
    shortcut, = every(drive, q="name='link.pdf'", fields="files(id,shortcutDetails)")[0]
    target = drive.files().get(fileId=shortcut["shortcutDetails"]["targetId"]).execute()
    assert target["name"] == "001.pdf" and target["kind"] == "drive#file"
    shared, = drive.drives().list().execute()["drives"]
    assert shared["name"] == "Plant"
    files, _ = every(drive, corpora="drive", driveId=shared["id"], supportsAllDrives=True,
                     includeItemsFromAllDrives=True)
    assert [file["name"] for file in files] == ["t.pdf"]
    assert every(drive, q="name='t.pdf'")[0] == []


def test_it_downloads_in_pieces(emulated, plant):
    drive = service(emulated)
    file, = every(drive, q="name='large.pdf'")[0]
    content, pieces = download(drive.files().get_media(fileId=file["id"]), 1_000_000)
    assert content == (plant / "large.pdf").read_bytes() and pieces == 4


def test_it_exports(emulated, plant):
    drive = service(emulated)
    file, = every(drive, q="name='Notes'")[0]
    request = drive.files().export_media(fileId=file["id"], mimeType="application/pdf")
    assert download(request, 1_000_000)[0] == (plant / "export.pdf").read_bytes()
    with pytest.raises(HttpError) as refusal:
        drive.files().get_media(fileId=file["id"]).execute()
    assert refusal.value.status_code == 403
    assert refusal.value.error_details[0]["reason"] == "fileNotDownloadable"


def test_it_reads_errors(emulated):
    drive = service(emulated)
    for call, status, reason in [
        (drive.files().get(fileId="1" + "x" * 32), 404, "notFound"),
        (drive.files().list(pageToken="~!!~AAAA"), 400, "invalid"),
        (drive.files().list(q="size > 5 or"), 400, "invalid"),
    ]:
        with pytest.raises(HttpError) as refusal:
            call.execute()
        assert refusal.value.status_code == status
        assert refusal.value.error_details[0]["reason"] == reason


def test_it_refreshes_its_token(emulated):
    credentials = Credentials(None, token_uri=emulated.url + "/token", **USER)
    drive = service(emulated, credentials)
    assert every(drive)[0]
    first = credentials.token
    emulated.expire()
    assert every(drive)[0] and credentials.token != first
