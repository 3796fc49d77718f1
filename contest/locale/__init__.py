"""Words of the product: Chinese in the source, English in `en/LC_MESSAGES/messages.po`."""
