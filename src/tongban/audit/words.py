"""What the audit log records, with the words its page shows."""

from tongban.standards.labels import Labelled


class What(Labelled):
    """Kinds of audit rows. Acts on cases are events of the case and stand there."""

    SIGNED_IN = "SIGNED_IN", "登录"
    SIGN_IN_FAILED = "SIGN_IN_FAILED", "登录失败"
    SIGNED_OUT = "SIGNED_OUT", "退出"
    ACCOUNT_LOCKED = "ACCOUNT_LOCKED", "连续失败锁定"
    UNIT_CHOSEN = "UNIT_CHOSEN", "切换单位"
    PASSWORD_CHANGED = "PASSWORD_CHANGED", "修改密码"
    FIRST_ADMIN_CODE_MADE = "FIRST_ADMIN_CODE_MADE", "生成首位管理员一次性代码"
    FIRST_ADMIN_MADE = "FIRST_ADMIN_MADE", "建立首位管理员"
    OFFICER_CREATED = "OFFICER_CREATED", "新增人员"
    OFFICER_DEACTIVATED = "OFFICER_DEACTIVATED", "停用人员"
    OFFICER_REACTIVATED = "OFFICER_REACTIVATED", "恢复人员"
    OFFICER_UNLOCKED = "OFFICER_UNLOCKED", "解除锁定"
    PASSWORD_RESET = "PASSWORD_RESET", "重置密码"
    ROLE_GRANTED = "ROLE_GRANTED", "授予岗位"
    ROLE_REVOKED = "ROLE_REVOKED", "撤销岗位"
    AUDIT_VIEWED = "AUDIT_VIEWED", "查看审计日志"
    AUDIT_VERIFIED = "AUDIT_VERIFIED", "校验审计日志"
    PERSON_LOOKED_UP = "PERSON_LOOKED_UP", "查询人员信息"
    FOUND = "FOUND", "查找"
    INTAKE_VIEWED = "INTAKE_VIEWED", "查看受理"
    CASE_VIEWED = "CASE_VIEWED", "查看异地申办件"
    PICTURE_VIEWED = "PICTURE_VIEWED", "查看照片或凭证"
    NUMBER_SHOWN = "NUMBER_SHOWN", "显示完整公民身份号码"
    LIST_VIEWED = "LIST_VIEWED", "查看清单"
    PAPER_PRINTED = "PAPER_PRINTED", "打印文书"
    FILE_VIEWED = "FILE_VIEWED", "查看档案"
