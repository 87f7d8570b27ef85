"""Django app `blobs`."""

from django.apps import AppConfig


class BlobsConfig(AppConfig):
    """影像与材料."""

    name = "tongban.blobs"
    label = "blobs"
    verbose_name = "影像与材料"
