"""`tongban first-admin-code`: the one-time code for the first administrator of an installation.

The supervisor runs it at every start that is no demonstration; it says nothing once somebody can
give roles. The code goes to standard error, the terminal of whoever started the product.
"""

import sys

from tongban.accounts import first_admin
from tongban.accounts.terms import FIRST_ADMIN_CODE_LASTS
from tongban.standards.clock import SystemClock


def main(argv: list[str]) -> int:
    """Make a code if there is no administrator yet, and say where to use it."""
    if not first_admin.is_wanted():
        return 0
    code = first_admin.make_code(SystemClock().now())
    hours = int(FIRST_ADMIN_CODE_LASTS.total_seconds() // 3600)
    print(
        f"还没有管理员。请在 {hours} 小时内打开 /first/，凭一次性代码 {code} 建立首位管理员；"
        "重新启动会生成新的代码。\n"
        f"There is no administrator yet. Open /first/ within {hours} hours and use the one-time "
        f"code {code}; a restart makes a new one.",
        file=sys.stderr,
        flush=True,
    )
    return 0
