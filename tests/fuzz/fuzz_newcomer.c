// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes as the child of placera place: faults with places, or an instance of one applicant that
 * keeps its promises, whose options can be found and told beside a decided round in which nobody is
 * placed.
 */
#include "explain/catalogue.h"
#include "explain/running.h"
#include "io/loader.h"
#include "io/newcomer.h"

#include <stdlib.h>
#include <string.h>

/* Set up once for all inputs: libFuzzer calls back without a context. */
static struct loaded loaded;
static struct results results;

static void release(void) {
    arena_free(&results.arena);
    loaded_release(&loaded);
}

static void set_up(void) {
    INVARIANT(load("tests/cases/place-preschool/round.json", &loaded, NULL) == OK);
    uint32_t n = results.proposals.n = loaded.instance.n_applicants;
    results.proposals.offer = ARENA_NEW(&results.arena, n, uint32_t);
    results.proposals.basis = ARENA_ZERO(&results.arena, n, uint8_t);
    results.proposals.rank = ARENA_ZERO(&results.arena, n, uint32_t);
    results.proposals.start = ARENA_ZERO(&results.arena, n, uint32_t);
    INVARIANT(results.proposals.offer != NULL && results.proposals.basis != NULL &&
              results.proposals.rank != NULL && results.proposals.start != NULL);
    memset(results.proposals.offer, 0xFF, n * sizeof(uint32_t));
    atexit(release);
}

static void place(const struct instance *newcomer) {
    struct arena arena = {NULL};
    struct text text = {0};
    struct running running;
    INVARIANT(newcomer->n_applicants == 1);
    if (running_find(&running, &loaded.instance, &results, newcomer, &arena, NULL) == OK) {
        running_words(&text, &running, language_find("en"));
        running_json(&text, &running);
    }
    text_release(&text);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (loaded.n_inputs == 0) {
        set_up();
    }
    char *bytes = malloc(size == 0 ? 1 : size);
    if (bytes == NULL) {
        return 0;
    }
    memcpy(bytes, data, size);
    struct instance newcomer;
    struct faults faults = {0};
    struct error error = {0};
    enum err err =
        newcomer_read_bytes(&newcomer, "fuzz.json", bytes, size, &loaded.instance, &faults, &error);
    INVARIANT((err == ERR_INPUT) == faults_any(&faults));
    if (err == OK) {
        place(&newcomer);
    }
    instance_release(&newcomer);
    faults_release(&faults);
    free(bytes);
    return 0;
}
