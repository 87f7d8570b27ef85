"""Reasons that an act must give, where the procedure lists them."""

from tongban.standards.labels import Labelled


class ReturnCategory(Labelled):
    """Why the home bureau returned a case (第九条)."""

    TEXT = "TEXT", "文字信息"
    PHOTO = "PHOTO", "照片"
    FINGERPRINT = "FINGERPRINT", "指纹"


class CloseReason(Labelled):
    """Why a case is closed although nobody withdrew it; an operator's term."""

    NOT_PAID = "NOT_PAID", "长期未缴费"
    NOT_RESUBMITTED = "NOT_RESUBMITTED", "退回后长期未补正"
    NOT_COLLECTED = "NOT_COLLECTED", "长期未领取"
    DECEASED = "DECEASED", "申请人死亡"


class Fault(Labelled):
    """Whose fault a bad card is: it decides whether it is made anew or composed anew."""

    PRODUCTION = "PRODUCTION", "制证质量问题"
    RECORD = "RECORD", "受理信息问题"


class LateCause(Labelled):
    """Why an incoming case was fetched late, though its clock runs from the upstream's arrival."""

    UPSTREAM_DOWN = "UPSTREAM_DOWN", "上级系统当时无法连接"
    NOT_FETCHED = "NOT_FETCHED", "本系统当时没有运行或没有获取"


class LookInOutcome(Labelled):
    """How a unit's daily look-in into one system ended (第九、十条)."""

    LOOKED_IN = "LOOKED_IN", "已登录"
    UPSTREAM_DOWN = "UPSTREAM_DOWN", "系统当天无法获取"
    MISSED = "MISSED", "未登录"
    DAY_OFF = "DAY_OFF", "非工作日"
    CALENDAR_LATE = "CALENDAR_LATE", "日历载入晚"


class AnswerSettled(Labelled):
    """Which of two answers that contradict each other the home bureau stands by (运行参数)."""

    EARLIER = "EARLIER", "以先到的答复为准"
    LATER = "LATER", "以后到的答复为准"
    NOTED = "NOTED", "已了解情况并登记"


class InquiryAnswer(Labelled):
    """What the home station says of a person it was asked about (协查)."""

    SAME = "SAME", "是同一人"
    NOT_SAME = "NOT_SAME", "不是同一人"
    CANNOT_SAY = "CANNOT_SAY", "无法判断"


class AnsweredBy(Labelled):
    """How an answer to an inquiry came; outside the city by letter or phone."""

    SYSTEM = "SYSTEM", "本系统"
    LETTER = "LETTER", "函件"
    PHONE = "PHONE", "电话"


class ResidenceOutcome(Labelled):
    """How the residence guidance ended (第四条)."""

    GUIDED = "GUIDED", "已指导"
    REGISTERED = "REGISTERED", "已登记"
    DECLINED = "DECLINED", "申请人不办理"


class TemporaryEnding(Labelled):
    """What became of a temporary card or certificate (第十二条).

    A certificate is not taken back: it runs out, at the latest when the card is collected.
    """

    RETURNED = "RETURNED", "已收回"
    LOST = "LOST", "遗失说明"
    WRITTEN_OFF = "WRITTEN_OFF", "已核销"
    EXPIRED = "EXPIRED", "已失效"


class GreenReason(Labelled):
    """Why somebody is served first, at the window or at home (第十四条; the list is ours, 运行参数)."""

    AGED = "AGED", "高龄"
    DISABLED = "DISABLED", "残疾"
    ILL = "ILL", "重病"
    PREGNANT = "PREGNANT", "孕产妇"
    SERVICE = "SERVICE", "军人、消防救援人员"
    EXAM = "EXAM", "急需用证：考试"
    MEDICAL = "MEDICAL", "急需用证：就医"
    TRAVEL = "TRAVEL", "急需用证：出行"
    OTHER = "OTHER", "其他"


class TakenAtHome(Labelled):
    """What was taken on a home visit (上门服务, 第十四条)."""

    PHOTO = "PHOTO", "照片"
    FINGERPRINTS = "FINGERPRINTS", "指纹"
    SIGNATURE = "SIGNATURE", "签名"


class OffenceKind(Labelled):
    """What was done with a document (第五条(四))."""

    FORGED = "FORGED", "伪造"
    ALTERED = "ALTERED", "变造"
    TRADED = "TRADED", "买卖"
    CLAIMED = "CLAIMED", "冒领"
    OBTAINED = "OBTAINED", "骗领"
    MISUSED = "MISUSED", "冒用"
    USED = "USED", "使用伪造、变造的证件"


class OffenceDocument(Labelled):
    """With which document (第五条(四))."""

    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER", "居民户口簿"
    ID_CARD = "ID_CARD", "居民身份证"
    PASSPORT = "PASSPORT", "护照"
    DRIVING_LICENCE = "DRIVING_LICENCE", "驾驶证"
    OTHER = "OTHER", "其他国家机关证件"


class OffenceSource(Labelled):
    """How the window knows of an offence besides the register's own answer."""

    ON_SITE = "ON_SITE", "现场查获"
    RECORD = "RECORD", "其他系统查询"


class RefusalFinding(Labelled):
    """What a supervisor finds of a refusal (第十五条)."""

    RIGHT = "RIGHT", "正确"
    WRONG = "WRONG", "不当"


class LiftReason(Labelled):
    """Why somebody who was refused may apply again."""

    CREDIT_WITHDRAWN = "CREDIT_WITHDRAWN", "不良信用记录已撤销"
    FOUND_WRONG = "FOUND_WRONG", "核查认定不当"


class ToldAgainBy(Labelled):
    """How somebody was told that he may apply again."""

    SMS = "SMS", "短信"
    PHONE = "PHONE", "电话"
    IN_PERSON = "IN_PERSON", "当面或书面"


class CardTrouble(Labelled):
    """What is odd about a card, as its finder records it (第十一条; 运行参数)."""

    MISSING = "MISSING", "遗失"
    DAMAGED = "DAMAGED", "损坏"
    WRONG_DATA = "WRONG_DATA", "信息有误"
    MISROUTED = "MISROUTED", "错投"
    FOUND = "FOUND", "补制后找回"
    SURPLUS = "SURPLUS", "多出，不知归属"
    UNWANTED = "UNWANTED", "不再发放"
    SETTLED = "SETTLED", "查询结果"


class CardInquiryOutcome(Labelled):
    """How the inquiry into a lost or damaged card ended (运行参数)."""

    FOUND = "FOUND", "证件已找回"
    EXPLAINED = "EXPLAINED", "原因已查明"
    NOT_FOUND = "NOT_FOUND", "查无下落"


class Destroyed(Labelled):
    """What a destruction list may hold."""

    CARD = "CARD", "作废证件"
    OLD_CARD = "OLD_CARD", "旧证"
    TEMPORARY = "TEMPORARY", "临时居民身份证"


class FilePart(Labelled):
    """What a file is made of (第八条)."""

    FORM = "FORM", "签名的登记表"
    EVIDENCE = "EVIDENCE", "受理凭证复印件（或书面承诺）"
    RECEIPT = "RECEIPT", "财政票据"
    HAND_OVER = "HAND_OVER", "签名的发放签收单"
    OLD_CARD = "OLD_CARD", "旧证收回"
    TEMPORARY = "TEMPORARY", "临时居民身份证收回"
    WITHDRAWAL = "WITHDRAWAL", "签名的撤回申请"
    DELIVERY = "DELIVERY", "邮政妥投记录"
    NOTICE = "NOTICE", "结束通知"


ADDABLE = frozenset({FilePart.FORM, FilePart.EVIDENCE, FilePart.HAND_OVER, FilePart.WITHDRAWAL})
"""Parts that a scan of the paper can make good later; the others come from elsewhere by themselves."""
