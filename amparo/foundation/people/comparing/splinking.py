"""What Splink is told: the questions, and how often the same and others give each answer."""

from typing import TYPE_CHECKING

from .dialects import Dialect
from .evidence import Question, questions

if TYPE_CHECKING:
    from .judgement import Judge


def settings_of(judge: "Judge", sql: Dialect) -> dict:
    """Splink's settings: whom to compare is told by pairs, its own rules block nobody."""
    return {
        "link_type": "dedupe_only",
        "sql_dialect": sql.name,
        "unique_id_column_name": "person",
        "probability_two_random_records_match": judge.prior,
        "blocking_rules_to_generate_predictions": ["l.person = r.person"],
        "comparisons": [_comparison(each, judge) for each in questions(sql)],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": True,  # with them, which answer was given
    }


def _comparison(question: Question, judge: "Judge") -> dict:
    levels = [
        {
            "sql_condition": question.is_silent,
            "label_for_charts": "silent",
            "is_null_level": True,
        }
    ]
    for code, condition in question.answers:
        same, other = judge.chances[question.name][question.level(code)]
        levels.append(
            {
                "sql_condition": condition,
                "label_for_charts": code,
                "m_probability": same,
                "u_probability": other,
            }
        )
    return {"output_column_name": question.name, "comparison_levels": levels}
