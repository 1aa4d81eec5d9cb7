# SPDX-License-Identifier: GPL-3.0-or-later
# placera: make, make test, make bench, make install DESTDIR=... ; docs/ARCHITECTURE.md is the map.
# Another kind of build gets a folder of its own:
#     make BUILD=build/asan SANITIZE=address,undefined test

VERSION = 0.1.0
PREFIX = /usr/local
BUILD = build/default
PKG_CONFIG = pkg-config
CFLAGS = -O2 -g
SANITIZE =

packages = jansson libcrypto
strict = -std=c17 -Wall -Wextra -Wconversion -Wshadow $(WERROR)
includes = -I. $(shell $(PKG_CONFIG) --cflags $(packages))
defines = -D_GNU_SOURCE -DPLACERA_VERSION='"$(VERSION)"'
libraries = $(shell $(PKG_CONFIG) --libs $(packages)) -lglpk -lm
sanitize = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
compile = $(CC) $(strict) $(includes) $(defines) -fopenmp $(CFLAGS) $(sanitize) $(EXTRA_CFLAGS)
link = $(CC) -fopenmp $(CFLAGS) $(sanitize) $(EXTRA_CFLAGS)

rooms = solver verify explain io generate anonymise
sources = $(wildcard $(addsuffix /*.c,$(rooms)))
objects = $(sources:%.c=$(BUILD)/%.o)
cli_objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard cli/*.c))
test_sources = $(filter-out tests/tools/% tests/fuzz/%,$(wildcard tests/*/*.c))
test_objects = $(test_sources:%.c=$(BUILD)/%.o)
fuzzers = $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
failing_malloc = $(BUILD)/tests/failing_malloc.so

all: $(BUILD)/placera

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(compile) -fPIC -MMD -MP -c -o $@ $<

$(BUILD)/libplacera.a: $(objects)
	rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/placera: $(cli_objects) $(BUILD)/libplacera.a
	$(link) -o $@ $^ $(libraries)

$(BUILD)/tests/run: $(test_objects) $(BUILD)/libplacera.a
	$(link) -o $@ $^ $(libraries) -lcriterion

$(failing_malloc): tests/tools/failing_malloc.c
	@mkdir -p $(@D)
	$(CC) $(strict) $(defines) -O2 -g -fPIC -shared -o $@ $< -ldl

# libFuzzer comes with clang: make CC=clang BUILD=build/fuzz SANITIZE=fuzzer-no-link,address fuzzers
$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libplacera.a
	$(link) -fsanitize=fuzzer -o $@ $^ $(libraries)

fuzzers: $(fuzzers)

# PLACERA_RANDOM: how many random instances a mechanism; PLACERA_DATA: where real rounds lie.
# A sanitizer has a malloc of its own, and libgcov dies of a failing one.
own_malloc = $(SANITIZE)$(findstring --coverage,$(CFLAGS))
test_binaries: $(BUILD)/placera $(BUILD)/tests/run $(if $(own_malloc),,$(failing_malloc))

test: test_binaries
	scripts/run-tests $(BUILD)

lint:
	scripts/lint

coverage:
	$(MAKE) BUILD=build/coverage CFLAGS="-O1 -g --coverage" test_binaries
	scripts/coverage build/coverage

# make bench BENCH="district city region nation"
bench: $(BUILD)/placera $(BUILD)/bench/measure
	bench/run $(BUILD) $(BENCH)

$(BUILD)/bench/measure: $(BUILD)/bench/measure.o
	$(link) -o $@ $^

include_dir = $(DESTDIR)$(PREFIX)/include/placera
share_dir = $(DESTDIR)$(PREFIX)/share

install: $(BUILD)/placera
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

.PHONY: all clean test test_binaries lint coverage bench install fuzzers
.SECONDARY:
-include $(objects:.o=.d) $(cli_objects:.o=.d) $(test_objects:.o=.d)
