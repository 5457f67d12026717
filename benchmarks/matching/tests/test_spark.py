"""Where one machine is not enough, Spark compares the same people and gives the same answers."""

import os
import sys

import pyarrow as pa
import pytest

from amparo.foundation.people.deduplication.classifier import (
    NAMES,
    shipped_classifier,
    splink_settings,
)
from amparo.foundation.people.deduplication.engine import Engine
from amparo.foundation.people.deduplication.evidence import SPARK, blocks_sql, pairs_sql
from amparo.foundation.people.deduplication.process_pool import ProcessPool
from benchmarks.matching.classifier import taken, traits_of
from benchmarks.matching.register import Register

pyspark = pytest.importorskip("pyspark", reason="pip install --group spark")
pytestmark = [pytest.mark.usefixtures("long_walk"), pytest.mark.timeout(1800)]
PEOPLE = 400
HOPELESS = -30.0


@pytest.fixture(scope="module")
def people():
    return {each.number: traits_of(each.written) for each in Register(PEOPLE, seed=3).rows()}


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable  # its workers are of the same Python as we
    from splink.internals.spark.jar_location import similarity_jar_location

    builder = pyspark.sql.SparkSession.builder.master("local[1]")
    builder = builder.config("spark.jars", similarity_jar_location())
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.ansi.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "1").getOrCreate()
    yield session
    session.stop()


def on_duckdb(people):
    with ProcessPool(wanted=False) as helpers:
        engine = Engine(shipped_classifier(), helpers, hopeless=HOPELESS)
        engine.take(*taken(people))
        (found,) = engine.slices([0], of=1)
    return {(each.one, each.other): each.evidence.levels for each in found}


def on_spark(people, spark):
    from splink import Linker
    from splink.backends.spark import SparkAPI

    batches, keys = taken(people)
    columns = pa.Table.from_batches(batches)
    spark.createDataFrame(columns.to_pylist(), schema=_schema(columns)).createOrReplaceTempView(
        "people"
    )
    spark.createDataFrame(keys, "key bigint, year int, person bigint").createOrReplaceTempView(
        "keys"
    )
    spark.sql(blocks_sql(SPARK)).createOrReplaceTempView("blocks")
    api = SparkAPI(spark_session=spark, break_lineage_method="persist")
    linker = Linker(
        api.register(spark.table("people")), splink_settings(shipped_classifier(), SPARK)
    )
    pairs = api.register(spark.sql(pairs_sql(0, 1)))
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    found = linker.inference.predict(threshold_match_weight=HOPELESS, warning_mode="never")
    return {
        (each["person_l"], each["person_r"]): tuple(each[f"gamma_{name}"] for name in NAMES)
        for each in found.as_record_list()
    }


def _schema(table) -> str:
    kinds = {"list<item: string>": "array<string>", "int64": "bigint", "int32": "int"}
    kinds["int16"] = "int"
    named = ((field.name, str(field.type)) for field in table.schema)
    return ", ".join(f"{name} {kinds.get(kind, 'string')}" for name, kind in named)


def test_the_same_pairs_are_found_with_the_same_answers(people, spark):
    here, there = on_duckdb(people), on_spark(people, spark)
    assert len(here) > 10
    assert here == there
