"""One file a round kind: how answers are taken and what they are worth."""
