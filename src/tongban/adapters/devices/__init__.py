"""Client of the device agent at the desk."""
