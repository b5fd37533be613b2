"""Places on disk that need a word: folders that a sync service copies behind our back."""

from pathlib import Path

_SERVICES = (
    ("OneDrive", ("onedrive",)),
    ("Dropbox", ("dropbox",)),
    ("Google Drive", ("google drive", "googledrive", "my drive", "googledrive-")),
    ("iCloud Drive", ("mobile documents", "com~apple~clouddocs", "icloud drive", "iclouddrive")),
    ("Nextcloud", ("nextcloud",)),
    ("ownCloud", ("owncloud",)),
    ("Box", ("box sync", "box-box")),
    ("Syncthing", ("syncthing",)),
    ("pCloud", ("pclouddrive", "pcloud drive")),
)


def sync_service(path: Path) -> str:
    """The name of the service whose folder the file lies in, or an empty string."""
    for part in (folder.name.casefold() for folder in path.absolute().parents):
        for service, names in _SERVICES:
            if any(part == name or part.startswith((f"{name} ", f"{name}-")) for name in names):
                return service
    return ""
