// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/pages.h"

#include "explain/facts_json.h"
#include "io/folder.h"

#include <string.h>

/* A folder of explanations is known by this file; no id's file is named so, as a dot in front is
 * escaped. */
#define MARKER ".placera-explanations"

enum { NAME_LONGEST = 200, PROGRESS_EVERY = 256 };

enum err page_write(const struct pages *pages, uint32_t applicant, struct words *words,
                    struct error *error) {
    struct explanation explanation;
    enum err err = explain(pages->explainer, applicant, &explanation, error);
    if (err != OK) {
        return err;
    }
    if (!pages->json) {
        return words_write(words, pages->explainer, &explanation, pages->language, error);
    }
    text_clear(&words->out);
    explanation_json(&words->out, pages->explainer, &explanation);
    return words->out.no_memory ? error_no_memory(error) : OK;
}

void pages_report(const struct pages *pages, uint32_t applicant) {
    if (applicant % PROGRESS_EVERY == 0) {
        progress_report(pages->progress, "explain",
                        (double)applicant / (double)pages->explainer->instance->n_applicants);
    }
}

void page_file_name(char name[256], const char *id, uint32_t applicant, const char *ending) {
    static const char stays[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t length = 0;
    bool cut = false;
    for (const char *at = id; *at != 0 && !cut; at++) {
        if (strchr(stays, *at) != NULL && (*at != '.' || at != id)) {
            name[length++] = *at;
        } else {
            length += (size_t)snprintf(name + length, 4, "%%%02X", (unsigned)(unsigned char)*at);
        }
        cut = length > NAME_LONGEST;
    }
    name[length] = 0;
    if (cut) {
        snprintf(name + length, 256 - length, "~%u%s", applicant, ending);
    } else {
        snprintf(name + length, 256 - length, "%s", ending);
    }
}

static enum err write_files(const struct pages *pages, struct folder *folder, struct words *words,
                            struct error *error) {
    const struct instance *instance = pages->explainer->instance;
    static const char what[] = "one explanation a child, by placera explain\n";
    enum err err = folder_add(folder, MARKER, what, sizeof what - 1, error);
    for (uint32_t a = 0; a < instance->n_applicants && err == OK; a++) {
        char name[256];
        pages_report(pages, a);
        page_file_name(name, strings_get(&instance->applicant_id, a), a,
                       pages->json ? ".json" : ".txt");
        err = page_write(pages, a, words, error);
        if (err == OK) {
            text_puts(&words->out, "\n");
            err = words->out.no_memory
                      ? error_no_memory(error)
                      : folder_add(folder, name, words->out.bytes, words->out.length, error);
        }
    }
    return err;
}

enum err pages_write_folder(const struct pages *pages, const char *path, struct error *error) {
    static const char *const owned[] = {MARKER, "*.txt", "*.json", NULL};
    struct folder folder;
    struct words words = {0};
    enum err err = folder_begin(&folder, path, owned, error);
    if (err != OK) {
        return err;
    }
    err = write_files(pages, &folder, &words, error);
    if (err == OK) {
        err = folder_commit(&folder, error);
    }
    folder_discard(&folder);
    words_release(&words);
    return err;
}
