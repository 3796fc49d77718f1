"""`wenqu irt`: calibrate, score and check items; a module a command."""

import argparse

from contest.commands.irt import adaptive, calibrate, dif, drift, fit, information, link, plot, score, simulate

COMMANDS = (calibrate, score, information, fit, dif, drift, link, plot, adaptive, simulate)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser("irt", help="测量：标定题目、估计能力").add_subparsers(
        required=True, metavar="ACTION"
    )
    for command in COMMANDS:
        command.register(group)
