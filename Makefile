# The commands of the README, and more random cases. All build in release, so that HiGHS is compiled once.
# One line per recipe: what `prerequisites` sets must hold for what follows.

SHELL := bash
.PHONY: plan finance test random

WEEK ?= 2021-W15
NAMES := handle-time growth-10 growth-20 better-rosters overflow knowledge-base digital target-25 tomorrow
SCENARIOS := $(NAMES:%=config/scenarios/%.toml)

plan: ## plans the sample week and says where the report lies
	@source scripts/prerequisites && cargo run --release --bin bezet -- plan config/kcc.toml --week $(WEEK)

finance: ## the example scenarios side by side, and says where the report lies
	@source scripts/prerequisites && cargo run --release --bin bezet -- scenario config/kcc.toml $(SCENARIOS) --chance --frontier --sensitivity --hindsight 2020 --out out/finance

test: ## everything that needs nothing from outside
	@source scripts/prerequisites && cargo test --release

random: ## property tests with other cases, more of them
	@source scripts/prerequisites && PROPTEST_CASES=1024 cargo test --release --test it
