"""The rules as data: whole, sourced, and refused with the key and the reason where they are wrong."""

from pathlib import Path

import pytest

from exercises.precaution_rules import RULES_FILE, WrongRules, read_rules, rule_book
from exercises.precaution_sentences import FOR_PATIENTS, MIXES, SENTENCES
from exercises.precautions import Precaution
from exercises.tags import WORDS
from tests.exercises.precautions.library import LIBRARY

BOOK = rule_book()
RULES = [rule for one in BOOK.sets.values() for rule in one.rules]


def test_every_precaution_has_a_set_and_every_rule_a_source_of_the_library() -> None:
    assert list(BOOK.sets) == list(Precaution)
    assert set(LIBRARY.sources) >= BOOK.sources
    assert not BOOK.is_reviewed


def test_every_tag_that_a_rule_reads_is_one_that_an_exercise_can_have() -> None:
    read = {tag for rule in RULES for tag in rule.tags | rule.all_tags} | BOOK.general["SEATED"].tags
    assert read <= set(WORDS) | {"prone"}
    assert set(WORDS) - read == {"seated"}


def test_every_rule_has_its_sentence_and_no_sentence_is_left_over() -> None:
    told = {rule.says or rule.code for rule in RULES if not rule.angles}
    mixed = {rule.says or rule.code for rule in RULES if len(rule.angles) > 1}
    assert (told, mixed) == (set(SENTENCES), set(MIXES))


def test_the_patient_reads_of_the_codes_that_the_file_names() -> None:
    assert set(BOOK.patient_words) == set(FOR_PATIENTS)
    assert set(FOR_PATIENTS) <= {rule.code for rule in RULES if rule.verdict == "caution"}


def test_a_week_that_an_exercise_names_is_one_that_the_calendar_of_turning_days_knows() -> None:
    weeks = {entry.columns["earliest_week_after_replacement"] for entry in LIBRARY.exercises.values()}
    assert weeks - {None} <= set(range(13))


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('hip_flex: "> 90"', 'hip_flex: "over 90"', "shared.posterior 1 (F90).angles.hip_flex: expected a comparison"),
        ('hip_flex: "> 90"', 'hip_flexion: "> 90"', "'hip_flexion' is not one of"),
        ("code: F90, verdict: avoid", "code: F90, verdict: avoided", "shared.posterior 1 (F90).verdict: 'avoided'"),
        ("band_of: F90", "band_of: F95", "sets.THA-P.F80: the rule F95 does not stand before it"),
        ("load: [kneel, full]", "load: [kneeling, full]", "sets.WBAT.rules 1 (WBT).load: kneeling: not one of"),
        ("tags: [lunge], sources", "tag: [lunge], sources", "sets.IRR.rules 2: the field 'tag' is not known here"),
        ("leg: working, sources: [S27], says", "leg: left, sources: [S27], says", "'left' is not one of"),
        ("tags: [narrow], sources: [S13, SCK]", "sources: [S13, SCK]", "it says nothing to look for"),
        ("sources: [seed-002, SCK]\n", "\n", "sets.IRR: the field 'sources' is missing"),
        ("sources: [seed-002]}", "sources: []}", "name at least one; SCK where there is none"),
        ("shared: [posterior]", "shared: [posterior, front]", "sets.THA-P.shared: 'front' is not one of"),
        ("usual_weeks: [6, 12]", "usual_weeks: [12, 6]", "sets.THA-P.usual_weeks: expected the first and the last"),
        ("  LBP:", "  BACK:", "sets: 'LBP' is missing"),
        ("under_years: 18", "under_years: eighteen", "general.AGE.under_years: expected a whole number"),
        ("\nsets:", "\nsets: [", "this is not YAML"),
    ],
)
def test_a_wrong_file_is_named_with_the_key_and_the_reason(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    words = RULES_FILE.read_text(encoding="utf-8")
    assert wrong in words
    file = tmp_path / "precautions.yaml"
    file.write_text(words.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(WrongRules) as refusal:
        read_rules(file)
    assert "precautions.yaml, " in str(refusal.value)
    assert said in str(refusal.value)
