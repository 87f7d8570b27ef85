"""Client of 部人口信息管理系统."""
