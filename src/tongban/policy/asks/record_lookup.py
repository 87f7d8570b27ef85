"""第六条: nothing can be judged before the person is found in the population register."""

from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ask

RECORD_LOOKUP = Finding(
    clause="第六条",
    code=Ask.RECORD_LOOKUP,
    fields=("record",),
    message="请先在人口信息管理系统中查询申请人信息",
)
