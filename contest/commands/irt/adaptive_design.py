"""The test that `wenqu irt adaptive` gives: from its options, the parameters and a blueprint."""

import argparse
from pathlib import Path

from contest.clock import Clock
from contest.commands.blueprints import blueprint_refusals, read_blueprint_file
from question_bank.assembly.adaptive_content import adaptive_content
from question_bank.assembly.impossible import explain
from question_bank.assembly.pool import Pool
from question_bank.assembly.requirements import requirements
from question_bank.blueprint import Blueprint
from question_bank.candidates import file_candidates, joined
from question_bank.irt.adaptive import AdaptiveTest, Content, NoForm, adaptive_test, least_rate, population_grid
from question_bank.irt_files.item_file import read_items
from question_bank.irt_files.parameter_file import ParameterFile, prior_of
from question_bank.irt_files.problems import refusal


def designed(arguments: argparse.Namespace, file: ParameterFile, clock: Clock) -> AdaptiveTest:
    """Raises `BadFile` for a blueprint that cannot be read or met, and for an exposure rate that cannot be kept."""
    if arguments.blueprint is None:
        test = _test(arguments, file, arguments.length, None)
    else:
        test = _test_by_blueprint(arguments, file, read_blueprint_file(arguments.blueprint), clock)
    _refuse_impossible_rate(arguments, test)
    return test


def _test_by_blueprint(
    arguments: argparse.Namespace, file: ParameterFile, blueprint: Blueprint, clock: Clock
) -> AdaptiveTest:
    path: Path = arguments.blueprint
    if arguments.length not in (None, blueprint.length):
        raise refusal(str(path), f"length 是 {blueprint.length}，和 --length {arguments.length} 不一致")
    pool = _pool(arguments, file)
    with blueprint_refusals(path):
        rules = adaptive_content(blueprint, pool)
        try:
            return _test(arguments, file, blueprint.length, rules)
        except NoForm as error:
            required = requirements(blueprint, pool)
            raise explain(required, blueprint, pool, 1, lambda: clock.now_ms() / 1000) from error


def _pool(arguments: argparse.Namespace, file: ParameterFile) -> Pool:
    candidates = file_candidates(file)
    if arguments.items is None:
        return candidates.pool
    items = read_items(arguments.items)
    if not set(items.ids) & set(file.ids):
        raise refusal(items.source, f"没有一题的编号和 {file.source} 里的对得上")
    return joined(candidates, items).pool


def _test(arguments: argparse.Namespace, file: ParameterFile, length: int, rules: Content | None) -> AdaptiveTest:
    prior = prior_of(file)
    mean = prior.mean if arguments.mean is None else arguments.mean
    sd = prior.sd if arguments.sd is None else arguments.sd
    return adaptive_test(
        file.parameters,
        length,
        rule=arguments.rule,
        method=arguments.method,
        kl_weights=arguments.kl_weights,
        start=arguments.start,
        stop_se=arguments.stop_se,
        sprt=arguments.sprt,
        best_of=arguments.exposure.best_of,
        content=rules,
        grid=population_grid(file.parameters, length, mean, sd),
    )


def _refuse_impossible_rate(arguments: argparse.Namespace, test: AdaptiveTest) -> None:
    least = least_rate(test)
    if arguments.exposure.rate >= least.rate:
        return
    group = f"“{least.group}”的" if least.group else ""
    at_least = "至少" if test.stop_se > 0 or test.sprt is not None else ""
    reason = f"每人{at_least}要做{group} {least.items} 题里的 {least.needed} 题，平均曝光率已是 {least.rate:.4g}"
    raise refusal(f"--exposure {arguments.exposure.text}", f"曝光率做不到：{reason}")
