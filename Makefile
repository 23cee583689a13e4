# Tierwatch. `make run` starts it with the demonstration chains, `make test` runs every test.

SHELL := /bin/bash
SWIFT ?= swift
PYTHON := .venv/bin/python3
PACKAGES := libcurl4-openssl-dev libexpat1-dev libre2-dev libssl-dev libsqlite3-dev libxlsxwriter-dev libyaml-dev libzip-dev pkg-config python3 python3-venv sqlite3 openssl tzdata
SWIFT_AT_LEAST := 6.3
# The tests' Python packages are installed once for each state of the requirements.
STAMP := .venv/.requirements-$(shell cat Tests/Tools/requirements.txt | cksum | cut -d ' ' -f 1)
BENCH_STAMP := .venv/.bench-$(shell cat Tests/Benchmarks/requirements.txt 2>/dev/null | cksum | cut -d ' ' -f 1)

# Rounds of the soak; SEED repeats what was drawn in an earlier one.
ROUNDS ?= 100
# Cases of each operation that the long check of the API draws.
EXAMPLES ?= 300

# What is fed by the fuzzer, all of Tests/Fuzz/Corpus where none is named, and for how long each.
FUZZ_TARGET ?=
FUZZ_SECONDS ?= 600
# The tests that ThreadSanitizer runs over: those of the libraries, and those that start a daemon, which is then built with it too.
# Left out are commands of one thread, and what measures memory or time, of which the sanitizer needs several times as much.
TSAN ?= ^(SupplyModel|SupplyGraph|Resilience|MutualAid|Intake|StrictYAML|Alerting|Digest|Delivery|Store|HTTPAPI|Daemon)Tests|SystemTests\.(DaemonTests|AnswerInboxTests|FlowSystemTests|CrashTests|EventSystemTests|RouteSystemTests|RuleSystemTests|TrustSystemTests|ValiditySystemTests|OperatingRateSystemTests|RivalSystemTests|IdentitySystemTests|Aid\w+|Drill\w+|WhiteList\w+|HTTP\w+)
TSAN_SKIP ?= memory does not grow|takes little memory

.PHONY: run test fuzz tsan soak storm api-check bench lint deps build swift

# Builds what a user runs, imports the demonstration chains where the store is empty, and starts the daemon.
run: deps
	$(SWIFT) build -c release --product tierwatch
	TIERWATCH=.build/release/tierwatch Suppliers/run-demonstration

# Every test, and a last line that counts them.
test: deps $(STAMP)
	$(SWIFT) build --build-tests
	Tests/Tools/run-tests $(SWIFT)

# The tests with ThreadSanitizer, which tells of two threads that touch the same memory in no order.
tsan: deps $(STAMP)
	mkdir -p .build/tsan
	$(dir $(shell command -v $(SWIFT)))clang -O1 -fPIC -Wall -Werror -c Tests/Tools/tsan_mutex.c -o .build/tsan/mutex.o
	$(SWIFT) build --build-tests --sanitize thread --scratch-path .build/tsan -Xlinker $(CURDIR)/.build/tsan/mutex.o
	Tests/Tools/run-tsan $(SWIFT) .build/tsan --filter '$(TSAN)' --skip '$(TSAN_SKIP)'

# Feeds every reader of files with bytes made up to break it; Tests/Fuzz/run-fuzz says what is done with a finding.
fuzz: deps
	TIERWATCH_FUZZ=1 $(SWIFT) build -c release --scratch-path .build/fuzz --product tierwatch-fuzz \
		--sanitize fuzzer --sanitize address
	Tests/Fuzz/run-fuzz .build/fuzz/release/tierwatch-fuzz $(FUZZ_SECONDS) $(FUZZ_TARGET)

# Kills the daemon again and again, and proves that no alert was lost.
soak: deps $(STAMP)
	$(SWIFT) build -c release --product tierwatch
	$(PYTHON) Tests/Tools/soak.py --tierwatch .build/release/tierwatch --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED))

# 100,000 alerts at once for a robot of 20 messages a minute, and the proof that none was dropped.
storm: deps $(STAMP)
	$(SWIFT) build -c release --product tierwatch
	$(PYTHON) Tests/Tools/storm.py --tierwatch .build/release/tierwatch

# Asks the API everything that its description has, rightly and wrongly, for about an hour.
api-check: deps $(STAMP)
	$(SWIFT) build -c release --product tierwatch
	$(PYTHON) Tests/Tools/check_api.py --tierwatch .build/release/tierwatch --examples $(EXAMPLES) --phases examples,coverage,fuzzing,stateful $(if $(SEED),--seed $(SEED))

bench: PACKAGES += prometheus-alertmanager wrk nginx-light
bench: deps $(STAMP) $(BENCH_STAMP)
	$(SWIFT) build -c release
	$(PYTHON) Tests/Benchmarks/bench.py --tierwatch .build/release/tierwatch --helper .build/release/tierwatch-bench $(BENCH)

lint: swift
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

deps: swift
	@missing=$$(for package in $(PACKAGES); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || echo $$package; done); \
	if [ -n "$$missing" ]; then \
		echo "installing system packages:" $$missing; \
		root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$root apt-get update -q && DEBIAN_FRONTEND=noninteractive $$root apt-get install -q -y --no-install-recommends $$missing; \
	fi

swift:
	@command -v $(SWIFT) >/dev/null || { echo "Swift is missing; install Swift $(SWIFT_AT_LEAST) or newer from swift.org and put it on the PATH" >&2; exit 1; }
	@version=$$($(SWIFT) --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1); \
	[ "$$(printf '%s\n' $(SWIFT_AT_LEAST) "$$version" | sort -V | head -n 1)" = "$(SWIFT_AT_LEAST)" ] || \
		{ echo "Swift $$version is too old; install Swift $(SWIFT_AT_LEAST) or newer from swift.org" >&2; exit 1; }

$(STAMP): Tests/Tools/requirements.txt
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --requirement Tests/Tools/requirements.txt
	touch $@

$(BENCH_STAMP): Tests/Benchmarks/requirements.txt $(STAMP)
	$(PYTHON) -m pip install --quiet --requirement Tests/Benchmarks/requirements.txt
	touch $@
