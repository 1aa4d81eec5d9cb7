// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/catalogue.h"

#include <string.h>

/* To add a language: its file, a line here, a line in the table. */
extern const struct language language_sv;
extern const struct language language_en;

const struct language *const languages[] = {
    &language_sv,
    &language_en,
};
const unsigned n_languages = sizeof languages / sizeof languages[0];

const char *const phrase_name[N_PHRASES] = {
#define X(name) [PHRASE_##name] = #name,
    PHRASES(X)
#undef X
};

const struct language *language_find(const char *code) {
    if (code == NULL) {
        return languages[0];
    }
    for (unsigned i = 0; i < n_languages; i++) {
        if (strcmp(languages[i]->code, code) == 0) {
            return languages[i];
        }
    }
    return NULL;
}

unsigned plural_one_other(uint64_t n) {
    return n == 1 ? 0 : 1;
}
