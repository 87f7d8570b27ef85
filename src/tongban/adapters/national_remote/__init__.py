"""全国居民身份证异地受理系统: client of the wire."""
