# SPDX-License-Identifier: GPL-3.0-or-later
# placera: make, make test, make bench, make install DESTDIR=... ; docs/ARCHITECTURE.md is the map.
# Another kind of build gets a folder of its own:
#     make BUILD=build/asan SANITIZE=address,undefined test

VERSION = 0.2.0
PREFIX = /usr/local
BUILD = build/default
PKG_CONFIG = pkg-config
CFLAGS = -O2 -g
SANITIZE =

packages = jansson libcrypto
strict = -std=c17 -Wall -Wextra -Wconversion -Wshadow $(WERROR)
includes = -I. -I$(BUILD) $(shell $(PKG_CONFIG) --cflags $(packages) $(review_packages))
defines = -D_GNU_SOURCE -DPLACERA_VERSION='"$(VERSION)"'
review_libraries = $(shell $(PKG_CONFIG) --libs $(review_packages))
libraries = $(shell $(PKG_CONFIG) --libs $(packages)) -lglpk -lm
sanitize = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
compile = $(CC) $(strict) $(includes) $(defines) -fopenmp $(CFLAGS) $(sanitize) $(EXTRA_CFLAGS)
link = $(CC) -fopenmp $(CFLAGS) $(sanitize) $(EXTRA_CFLAGS)

rooms = solver verify explain io generate anonymise
review_packages = sqlite3 libsodium libulfius xlsxwriter zlib
sources = $(wildcard $(addsuffix /*.c,$(rooms)))
objects = $(sources:%.c=$(BUILD)/%.o)
cli_objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard cli/*.c))
review_objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard review/*.c))
review_room = $(filter-out $(BUILD)/review/main.o $(BUILD)/review/cmd%.o,$(review_objects))
cli_shared = $(filter-out $(BUILD)/cli/main.o $(BUILD)/cli/cmd_%.o,$(cli_objects))
test_sources = $(filter-out tests/tools/% tests/fuzz/%,$(wildcard tests/*/*.c))
test_objects = $(test_sources:%.c=$(BUILD)/%.o)
fuzzers = $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
preloaded = $(BUILD)/tests/failing_malloc.so $(BUILD)/tests/contrary_glpk.so

all: $(BUILD)/placera $(BUILD)/placera-review

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(compile) -fPIC -MMD -MP -c -o $@ $<

# These two know the version.
$(BUILD)/cli/cli.o $(BUILD)/io/results_json_write.o: Makefile

$(BUILD)/libplacera.a: $(objects)
	rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/placera: $(cli_objects) $(BUILD)/libplacera.a
	$(link) -o $@ $^ $(libraries)

# The desk, a program of its own: what it links would make every other verb start slowly.
$(BUILD)/placera-review: $(review_objects) $(cli_shared) $(BUILD)/libplacera.a
	$(link) -o $@ $^ $(libraries) $(review_libraries)

# A file as the words of a C string.
$(BUILD)/review/schema.inc: review/schema.sql
	@mkdir -p $(@D)
	sed -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@
$(BUILD)/review/store.o: $(BUILD)/review/schema.inc
$(BUILD)/review/letter.inc: review/letter.css
	@mkdir -p $(@D)
	sed -e '/SPDX/d' -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@
$(BUILD)/review/letter.o: $(BUILD)/review/letter.inc

# The desk's page and the two libraries that it uses, from Debian's packages, inside the program.
# The folder is newer than the table where a file went.
javascript = /usr/share/javascript
web_files = $(wildcard review/web/*) $(addprefix $(javascript)/,leaflet/leaflet.esm.min.js \
    leaflet/leaflet.css chart.js/chart.min.js)
review/web: ;
$(BUILD)/review/web_files.inc: scripts/embed review/web $(web_files)
	@mkdir -p $(@D)
	scripts/embed $(web_files) > $@
$(BUILD)/review/web.o: $(BUILD)/review/web_files.inc

$(BUILD)/tests/run: $(test_objects) $(review_room) $(BUILD)/libplacera.a
	$(link) -o $@ $^ $(libraries) $(review_libraries) -lcriterion

$(BUILD)/tests/%.so: tests/tools/%.c
	@mkdir -p $(@D)
	$(CC) $(strict) $(defines) -O2 -g -fPIC -shared -o $@ $< -ldl

# libFuzzer comes with clang: make CC=clang BUILD=build/fuzz SANITIZE=fuzzer-no-link,address fuzzers
$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libplacera.a
	$(link) -fsanitize=fuzzer -o $@ $^ $(libraries)

fuzzers: $(fuzzers)

# PLACERA_RANDOM: how many random instances a mechanism; PLACERA_DATA: where real rounds lie.
# A sanitizer has a malloc of its own, and libgcov dies of a failing one.
own_malloc = $(SANITIZE)$(findstring --coverage,$(CFLAGS))
test_binaries: $(BUILD)/placera $(BUILD)/placera-review $(BUILD)/tests/run $(if $(own_malloc),,$(preloaded))

test: test_binaries
	scripts/run-tests $(BUILD)

lint:
	scripts/lint

coverage:
	$(MAKE) BUILD=build/coverage CFLAGS="-O1 -g --coverage" test_binaries
	scripts/coverage build/coverage

# make bench BENCH="district city region nation --runs 5"; see bench/run. Its peers are optional:
# those whose headers are not there (scripts/setup --bench) are not built, and bench/run goes on
# without them.
bench_own = $(addprefix $(BUILD)/bench/,measure derive network peers/textbook peers/glpk)
header_there = $(shell echo '\#include <$(1)>' | $(CXX) -E -x c++ - >/dev/null 2>&1 && echo yes)
bench_peers = $(if $(call header_there,lemon/network_simplex.h),$(BUILD)/bench/peers/lemon) \
    $(if $(call header_there,coin/ClpSimplex.hpp),$(BUILD)/bench/peers/clp)
cxx = $(CXX) -std=c++17 -Wall -Wextra -I. -O3 -g $(sanitize)

bench_binaries: $(BUILD)/placera $(bench_own)
	$(MAKE) $(bench_peers)

bench: bench_binaries
	bench/run $(BUILD) $(BENCH)

$(BUILD)/bench/%: $(BUILD)/bench/%.o $(BUILD)/bench/numbers.o $(BUILD)/libplacera.a
	$(link) -o $@ $^ $(libraries)

$(BUILD)/bench/peers/lemon: bench/peers/lemon.cc $(BUILD)/bench/numbers.o
	@mkdir -p $(@D)
	$(cxx) -o $@ $^ -llemon

$(BUILD)/bench/peers/clp: bench/peers/clp.cc $(BUILD)/bench/numbers.o
	@mkdir -p $(@D)
	$(cxx) -o $@ $^ -lClp -lCoinUtils

# How long a change takes from a standing outcome: build/default/bench/changes INSTANCE
$(BUILD)/bench/changes: $(BUILD)/bench/changes.o $(BUILD)/libplacera.a
	$(link) -o $@ $^ $(libraries)

include_dir = $(DESTDIR)$(PREFIX)/include/placera
share_dir = $(DESTDIR)$(PREFIX)/share

install: $(BUILD)/placera $(BUILD)/placera-review
	install -D -m 755 $(BUILD)/placera $(DESTDIR)$(PREFIX)/bin/placera
	install -D -m 644 $(BUILD)/libplacera.a $(DESTDIR)$(PREFIX)/lib/libplacera.a
	for room in $(rooms); do \
	    install -d $(include_dir)/$$room && install -m 644 $$room/*.h $(include_dir)/$$room || exit 1; \
	done
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' scripts/placera.pc.in \
	    > $(DESTDIR)$(PREFIX)/lib/pkgconfig/placera.pc
	install -D -m 644 -t $(share_dir)/man/man1 $(wildcard docs/man/*.1)
	install -D -m 644 scripts/placera.bash $(share_dir)/bash-completion/completions/placera

clean:
	rm -rf build

.PHONY: all clean test test_binaries lint coverage bench bench_binaries install fuzzers
.SECONDARY:
-include $(objects:.o=.d) $(cli_objects:.o=.d) $(review_objects:.o=.d) $(test_objects:.o=.d) $(wildcard $(BUILD)/bench/*.d $(BUILD)/bench/peers/*.d)
