"""The private servers that other tests rely on."""

import psycopg
import redis

from tests.private_servers import PrivateRedis


def test_a_private_postgres_is_empty_and_speaks_utf8(empty_postgres_url: str) -> None:
    with psycopg.connect(empty_postgres_url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        encoding = connection.execute("SHOW server_encoding").fetchone()
    assert (tables, encoding) == ((0,), ("UTF8",))


def test_each_test_gets_a_database_of_its_own(empty_postgres_url: str, postgres_url: str) -> None:
    assert empty_postgres_url != postgres_url
    with psycopg.connect(empty_postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE left_behind ()")


def test_a_private_redis_can_be_killed_and_comes_back_empty(redis_server: PrivateRedis) -> None:
    client = redis.Redis.from_url(redis_server.url)
    client.set("standing", "1")
    redis_server.kill()
    redis_server.start()
    assert client.get("standing") is None


def test_chromium_is_a_program(chromium_path: str) -> None:
    assert chromium_path.startswith("/")
