// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/letter_words.h"

#include <string.h>

const struct letter_language *const letter_languages[] = {&letter_sv, &letter_en};
const unsigned n_letter_languages = sizeof letter_languages / sizeof letter_languages[0];

const char *const letter_phrase_name[N_LETTER_PHRASES] = {
#define X(name) [LETTER_##name] = #name,
    LETTER_PHRASES(X)
#undef X
};

const struct letter_language *letter_language_find(const struct language *language) {
    for (unsigned i = 0; i < n_letter_languages; i++) {
        if (strcmp(letter_languages[i]->code, language->code) == 0) {
            return letter_languages[i];
        }
    }
    return NULL;
}
