"""Which acts have an operation today; the rest of the table is offered nowhere yet."""

from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act

OPERATED_STREAMS = frozenset(Stream)

_INTAKE = frozenset(
    {
        Act.LOOK_UP,
        Act.OPEN_INTAKE,
        Act.TAKE_OVER,
        Act.DECLARE,
        Act.SHOW_EVIDENCE,
        Act.VIEW_HISTORY,
        Act.COMPARE,
        Act.STATE_IDENTITY,
        Act.COMMIT,
        Act.ASK_INQUIRY,
        Act.ANSWER_INQUIRY,
        Act.STORE_PHOTO,
        Act.STORE_FINGERPRINTS,
        Act.SET_DETAILS,
        Act.SET_GREEN,
        Act.PRINT_ONE_TIME_NOTICE,
        Act.RECORD_OFFENCE,
        Act.REFUSE,
        Act.CHECK_REFUSAL,
        Act.LIFT_REFUSAL,
        Act.TELL_AGAIN,
        Act.WITHDRAW_INTAKE,
        Act.WARN_OF_LAPSE,
        Act.LAPSE,
        Act.SET_DUE,
        Act.ERASE_BIOMETRICS,
    }
)

_CASE = frozenset(
    {
        Act.COMPOSE,
        Act.VOID,
        Act.SIGN,
        Act.APPROVE,
        Act.ISSUE,
        Act.RETURN,
        Act.REPORT_GROUND,
        Act.DISMISS_GROUND,
        Act.HOLD,
        Act.RELEASE,
        Act.REVOKE,
        Act.WISH_TO_WITHDRAW,
        Act.CLOSE,
        Act.ARRIVE,
        Act.ANSWER_ISSUED,
        Act.ANSWER_RETURNED,
        Act.RECORD_REPEATED_ANSWER,
        Act.SETTLE_ANSWER,
        Act.ACKNOWLEDGE_ANSWER,
        Act.CHASE,
        Act.CHASE_BY_CITY,
        Act.RESUBMITTED_THERE,
        Act.WITHDRAWN_THERE,
        Act.RECORD_MESSAGE,
        Act.RECOMPOSE,
        Act.CAPTURE_ELSEWHERE,
        Act.RESUBMIT,
        Act.WITHDRAW,
        Act.CHANGE_DELIVERY,
        Act.ORDER,
        Act.REJECT_PRODUCTION,
        Act.SHIP,
        Act.RECEIVE_AT_COUNTY,
        Act.FORWARD,
        Act.RECEIVE_AT_STATION,
        Act.TELL,
        Act.REMIND,
        Act.HAND_OVER,
        Act.MARK_DELIVERED,
        Act.MARK_SENT_BACK,
        Act.TAKE_IN_OLD_CARD,
        Act.REMAKE,
        Act.WRONG_DATA,
        Act.MISROUTED,
        Act.FIND_CARD,
        Act.DESTROY_LISTED,
        Act.SETTLE_CARD_INQUIRY,
        Act.ISSUE_TEMPORARY,
        Act.TAKE_BACK_TEMPORARY,
        Act.GUIDE_RESIDENCE,
        Act.WRITE_OFF,
        Act.SEAL_FILE,
        Act.ADD_TO_FILE,
    }
)

_MONEY = frozenset(
    {
        Act.SHOW_CODE,
        Act.TAKE_CASH,
        Act.CONFIRM_PAID,
        Act.RECEIPT,
        Act.ASK_REFUND,
        Act.APPROVE_REFUND,
        Act.REFUNDED,
        Act.REFUND_FAILED,
        Act.GIVE_BACK_CASH,
    }
)

OPERATED: frozenset[Act] = _INTAKE | _CASE | _MONEY | {Act.LOOK_IN}
