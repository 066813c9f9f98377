"""How large a benchmark is to be: `--scale N`, or SCALE in the environment."""

import argparse
import os


def asked(otherwise: int) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=int, default=int(os.environ.get("SCALE", otherwise)))
    return int(parser.parse_known_args()[0].scale)
