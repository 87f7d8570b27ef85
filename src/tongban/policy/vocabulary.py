"""The words of the regulation: codes for machines, labels for people.

Codes are fixed for the outside world; labels follow the glossary.
"""

from tongban.standards.labels import Labelled


class Reason(Labelled):
    """Why a card is asked for (第一条, 第七条)."""

    EXPIRED = "EXPIRED", "有效期满换领"
    DAMAGED = "DAMAGED", "损坏换领"
    LOST = "LOST", "丢失补领"
    FIRST_ISSUE = "FIRST_ISSUE", "首次申领"


class Category(Labelled):
    """How far the household is from the accepting station (第二条)."""

    CROSS_PROVINCE = "CROSS_PROVINCE", "跨省"
    CROSS_CITY = "CROSS_CITY", "省内跨地市"
    CROSS_COUNTY = "CROSS_COUNTY", "市内跨县区"
    CROSS_STATION = "CROSS_STATION", "县区内跨所"


class Stream(Labelled):
    """Which way a case runs through the city."""

    INTERNAL = "INTERNAL", "市内"
    OUTGOING = "OUTGOING", "外出"
    INCOMING = "INCOMING", "转入"


class Delivery(Labelled):
    """How the card reaches the applicant (第十一条)."""

    STATION = "STATION", "到派出所领取"
    COURIER = "COURIER", "邮政速递"


class Priority(Labelled):
    """How soon a returned record must be put right (第十条)."""

    ORDINARY = "ORDINARY", "普通"
    EXPEDITED = "EXPEDITED", "加快"


class EvidenceKind(Labelled):
    """The six kinds of evidence of identity (第三条(一))."""

    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER", "居民户口簿"
    ID_CARD = "ID_CARD", "居民身份证"
    RESIDENCE_PERMIT = "RESIDENCE_PERMIT", "居住证"
    DRIVING_LICENCE = "DRIVING_LICENCE", "机动车驾驶证"
    PASSPORT = "PASSPORT", "护照"
    OTHER = "OTHER", "其他有效身份证件"


class EvidencePath(Labelled):
    """On what an acceptance rests (第三条)."""

    DOCUMENT = "DOCUMENT", "凭证受理"
    TOLERANT = "TOLERANT", "容缺受理"


class Sex(Labelled):
    """Sex as printed on the card (GB/T 2261.1)."""

    MALE = "1", "男"
    FEMALE = "2", "女"


class FaceResult(Labelled):
    """What the comparison of the face on site gave."""

    SAME = "SAME", "相同"
    DIFFERENT = "DIFFERENT", "不同"
    UNCLEAR = "UNCLEAR", "不确定"
    NOT_DONE = "NOT_DONE", "未比对"


class FingerprintResult(Labelled):
    """What the comparison of the fingerprints on site gave."""

    SAME = "SAME", "相同"
    DIFFERENT = "DIFFERENT", "不同"
    UNCLEAR = "UNCLEAR", "不确定"
    NOT_DONE = "NOT_DONE", "未比对"
    NO_TEMPLATE = "NO_TEMPLATE", "未登记指纹"


class Residence(Labelled):
    """What the residence platform says of this person here (第四条)."""

    REGISTERED = "REGISTERED", "已登记"
    DUE = "DUE", "应办未办"
    NOT_DUE = "NOT_DUE", "无需办理"
    UNKNOWN = "UNKNOWN", "待查询"


class Ground(Labelled):
    """The five grounds of refusal, and there is no sixth (第五条, 第十五条(二))."""

    FIRST_ISSUE = "FIRST_ISSUE", "首次申领居民身份证"
    IDENTITY_UNSETTLED_MISMATCH = "IDENTITY_UNSETTLED_MISMATCH", "信息不一致且难以确认身份"
    IDENTITY_UNSETTLED_APPEARANCE = "IDENTITY_UNSETTLED_APPEARANCE", "相貌变化较大且难以确认身份"
    DOCUMENT_OFFENCE = "DOCUMENT_OFFENCE", "有伪造、冒用等证件违法行为"
    BAD_CREDIT = "BAD_CREDIT", "属于不良信用记录人员"

    @property
    def clause(self) -> str:
        """The clause that names the ground, as cited on screen."""
        return _GROUND_CLAUSES[self.value]


_GROUND_CLAUSES = {
    "FIRST_ISSUE": "第五条(一)",
    "IDENTITY_UNSETTLED_MISMATCH": "第五条(二)",
    "IDENTITY_UNSETTLED_APPEARANCE": "第五条(三)",
    "DOCUMENT_OFFENCE": "第五条(四)",
    "BAD_CREDIT": "第五条(五)",
}


class Outcome(Labelled):
    """What the rules say to a situation."""

    ACCEPT = "ACCEPT", "可以受理"
    REFUSE = "REFUSE", "不予异地受理"
    ASK = "ASK", "还需补充"
    LOCAL = "LOCAL", "本所户籍，不属异地申办"


class Ward(Labelled):
    """For whom a guardian acts (监护人): the age of the day, or the lack of capacity, decides."""

    MINOR = "MINOR", "未满 16 周岁"
    NO_CAPACITY = "NO_CAPACITY", "无民事行为能力"


class Ask(Labelled):
    """What must still be looked up, stated, shown, compared or signed.

    ``DECLARE`` and ``CHOOSE_REASON`` occur only at a desk whose intake is not filled in yet.
    """

    RECORD_LOOKUP = "RECORD_LOOKUP", "查询人口信息"
    DECLARE = "DECLARE", "填写申报信息"
    CHOOSE_REASON = "CHOOSE_REASON", "选择申领原因"
    SHOW_EVIDENCE = "SHOW_EVIDENCE", "出示受理凭证"
    VIEW_HISTORY = "VIEW_HISTORY", "查看历史受理信息"
    COMPARE_ON_SITE = "COMPARE_ON_SITE", "现场比对"
    SIGN_COMMITMENT = "SIGN_COMMITMENT", "签署书面承诺"
    SETTLE_IDENTITY = "SETTLE_IDENTITY", "确认身份"


class System(Labelled):
    """The three systems in which remote applications are kept (第九条, 第十条)."""

    SHANDONG_POPULATION = "SHANDONG_POPULATION", "山东省实有人口信息管理系统"
    PROVINCE_REMOTE = "PROVINCE_REMOTE", "山东省人口信息管理系统（异地受理签发）"
    NATIONAL_REMOTE = "NATIONAL_REMOTE", "全国居民身份证异地受理系统"


class TemporaryDocument(Labelled):
    """What bridges the wait for the card (第十二条)."""

    CARD = "CARD", "临时居民身份证"
    CERTIFICATE = "CERTIFICATE", "临时身份证明"
    NONE = "NONE", "不办理"


class Notice(Labelled):
    """What a rule noticed that neither bars nor holds up acceptance."""

    ADDRESS_CHANGED_IN_PROVINCE = "ADDRESS_CHANGED_IN_PROVINCE", "省内住址变更"
    MISMATCH_SETTLED = "MISMATCH_SETTLED", "信息不一致，身份已确认"
    COMPARISON_SETTLED = "COMPARISON_SETTLED", "比对存疑，身份已确认"
    EVIDENCE_EXPIRED = "EVIDENCE_EXPIRED", "凭证已过有效期"
    ID_CARD_NOT_FOR_LOST = "ID_CARD_NOT_FOR_LOST", "居民身份证不能用于补领"
    GUIDE_RESIDENCE = "GUIDE_RESIDENCE", "指导办理居住登记"
    LOOK_UP_RESIDENCE = "LOOK_UP_RESIDENCE", "查询居住登记"
    EXPLAIN_CERTIFICATE = "EXPLAIN_CERTIFICATE", "出具临时身份证明"


class Detail(Labelled):
    """The six details compared with the register (第五条(二))."""

    NAME = "name", "姓名"
    SEX = "sex", "性别"
    ETHNICITY = "ethnicity", "民族"
    BIRTH_DATE = "birth_date", "出生日期"
    ID_NUMBER = "id_number", "公民身份号码"
    ADDRESS = "address", "常住户口所在地住址"
