"""Pictures of the bank: kept once under the name of their content, fetched by that name.

The name is the SHA-256 of the picture and the only key to it: whoever is shown an item is told the names of its
pictures, nobody before, and nobody can guess one.
"""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from question_bank.models import Picture
from question_bank.pictures import NAME, EncodedPicture


def keep_picture(connection: Connection, picture: EncodedPicture, now: datetime) -> None:
    """Within the caller's transaction; a picture that is there already stays as it is."""
    if connection.scalar(select(Picture.name).where(Picture.name == picture.name)) is None:
        connection.execute(insert(Picture), [{**picture._asdict(), "created_at": now}])


def picture_named(connection: Connection, name: str) -> tuple[str, bytes] | None:
    """Its type and its content."""
    if not NAME.fullmatch(name):
        return None
    row = connection.execute(select(Picture.mime, Picture.data).where(Picture.name == name)).first()
    return (row.mime, row.data) if row else None
