"""National standards as code and data; nothing here knows the regulation or Django."""
