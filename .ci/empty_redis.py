"""Prints the address of an empty database of a Redis server that has an empty one above it, for a second test process;
fails when none answers. --empty URL empties both again."""

import sys

import redis


def main(arguments: list[str]) -> int:
    if arguments[0] == "--empty":
        server, _slash, number = arguments[1].rpartition("/")
        for one in (int(number), int(number) + 1):
            redis.Redis.from_url(f"{server}/{one}").flushdb()
        return 0
    host, port = arguments
    server = f"redis://{host}:{port}"
    for number in range(14, 0, -1):
        try:
            if is_empty(f"{server}/{number}") and is_empty(f"{server}/{number + 1}"):
                print(f"{server}/{number}")
                return 0
        except redis.RedisError:
            return 1
    return 1


def is_empty(url: str) -> bool:
    return redis.Redis.from_url(url, socket_connect_timeout=1).dbsize() == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
