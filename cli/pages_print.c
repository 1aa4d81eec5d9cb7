// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/pages_print.h"

#include <stdio.h>

/* Did everything reach stdout? */
static enum err stdout_end(struct error *error) {
    return fflush(stdout) != 0 || ferror(stdout)
               ? error_set(error, ERR_IO, "standard output", "cannot be written")
               : OK;
}

enum err pages_print_one(const struct pages *pages, uint32_t applicant, struct error *error) {
    struct words words = {0};
    enum err err = page_write(pages, applicant, &words, error);
    if (err == OK) {
        printf("%s%s", words.out.bytes, pages->json ? "\n" : "");
        err = stdout_end(error);
    }
    words_release(&words);
    return err;
}

enum err pages_print_all(const struct pages *pages, struct error *error) {
    uint32_t n = pages->explainer->instance->n_applicants;
    struct words words = {0};
    enum err err = OK;
    const char *between = "\n--------------------------------------------------------------------"
                          "------------\n\n";
    printf("%s", pages->json ? "[\n" : "");
    for (uint32_t a = 0; a < n && err == OK; a++) {
        pages_report(pages, a);
        err = page_write(pages, a, &words, error);
        if (err == OK) {
            printf("%s%s", a == 0 ? "" : pages->json ? ",\n" : between, words.out.bytes);
        }
    }
    words_release(&words);
    if (err != OK) {
        return err;
    }
    printf("%s", pages->json ? "\n]\n" : "");
    return stdout_end(error);
}
