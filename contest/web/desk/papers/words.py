"""Flask-Babel's `gettext` with a type, for modules that are mostly words."""

import flask_babel


def gettext(text: str) -> str:
    return str(flask_babel.gettext(text))
