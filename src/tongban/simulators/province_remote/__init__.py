"""省人口信息管理系统·异地受理签发模块, simulated: the other cities of the province."""
