"""What a self-hoster reads when a request is refused."""

import logging


class HostHint(logging.Filter):
    """One line that names our variable, where Django writes twelve that name its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = record.getMessage().replace("ALLOWED_HOSTS", "HIPAPP_ALLOWED_HOSTS")
        record.args, record.exc_info = (), None
        return True
