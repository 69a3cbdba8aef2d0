"""Time the generation of the demonstration country (goal: 10 s): ``python benchmarks/demo.py [seed …]``."""

import sys
from time import perf_counter

from geodata.demo import generate_demo, load_demo_settings
from geodata.packs import load_pack, pack_folders


def main(seeds: list[int]) -> None:
    """Print seconds, areas and observations for each seed."""
    folder = pack_folders()["demo"]
    pack, settings = load_pack(folder), load_demo_settings(folder)
    for seed in seeds:
        start = perf_counter()
        country = generate_demo(seed, pack, settings)
        seconds = perf_counter() - start
        sizes = f"{len(country.areas)} areas, {len(country.observations)} observations"
        print(f"seed {seed}: {seconds:.2f} s, {sizes}")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1, 2, 3])
