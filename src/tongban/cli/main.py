"""The command line: finds the module that answers a command and nothing more.

A command's module is imported only when it is called: asking the rules loads no web framework.
"""

import importlib
import os
import sys

from tongban.cli.errors import CannotStart

COMMANDS = {
    "run": ("tongban.cli.run", "启动全部服务 · start everything"),
    "test": ("tongban.cli.checks", "运行全部检查 · run every check"),
    "verify": ("tongban.cli.verify", "校验事件链与审计日志 · verify the chains"),
    "units": ("tongban.cli.contract.units", "列出本市单位 · the units of the city"),
    "assess": ("tongban.cli.contract.assess", "按规范判定情形 · judge situations"),
    "due": ("tongban.cli.contract.due", "计算办理期限 · compute a deadline"),
    "licences": ("tongban.cli.licences", "列出所用组件的许可证 · licences of components"),
    "manage": ("tongban.cli.manage", "Django 管理命令 · Django's own commands"),
}
INTERNAL = {
    "web": "tongban.config.serve",
    "worker": "tongban.config.worker",
    "simulator": "tongban.simulators.serve",
    "prepare": "tongban.cli.prepare",
    "demo-build": "tongban.cli.demo",
    "first-admin-code": "tongban.cli.first_admin",
}
"""Commands the supervisor starts; not shown to people."""
_ON_FRAMEWORK = {"web", "worker", "first-admin-code", "prepare", "demo-build"}
"""Their modules import models, which can be loaded only after the framework is set up."""


def main(argv: list[str]) -> int:
    """Run the command named by the first word; the exit status."""
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(_usage())
        return 0 if argv else 2
    name, words = argv[0], argv[1:]
    module = COMMANDS[name][0] if name in COMMANDS else INTERNAL.get(name)
    if module is None:
        print(f"没有这个命令：{name}\n\n{_usage()}", file=sys.stderr)
        return 2
    if name in _ON_FRAMEWORK:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
        importlib.import_module("django").setup()
    try:
        answer: int | None = importlib.import_module(module).main(words)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    return answer or 0


def _usage() -> str:
    lines = [f"  {name:<10}{text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join(["用法 · usage: tongban 命令 [选项]", "", *lines])
