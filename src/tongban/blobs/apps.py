"""Django app `blobs`."""

from django.apps import AppConfig


class BlobsConfig(AppConfig):
    """影像与文件."""

    name = "tongban.blobs"
    label = "blobs"
    verbose_name = "影像与文件"
