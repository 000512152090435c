"""Prints the address of an empty database of a Redis server; fails when none answers. --empty URL empties it again."""

import sys

import redis


def main(arguments: list[str]) -> int:
    if arguments[0] == "--empty":
        redis.Redis.from_url(arguments[1]).flushdb()
        return 0
    host, port = arguments
    for number in range(15, 0, -1):
        url = f"redis://{host}:{port}/{number}"
        try:
            if redis.Redis.from_url(url, socket_connect_timeout=1).dbsize() == 0:
                print(url)
                return 0
        except redis.RedisError:
            return 1
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
