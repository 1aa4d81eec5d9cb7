// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/pages.h"

#include "explain/facts_json.h"
#include "io/folder.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

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

/* Writes a file without waiting for the disk: sync_all does that once for all. */
static enum err write_file(struct folder *folder, const char *name, const char *bytes,
                           struct error *error) {
    FILE *file = folder_create_file(folder, name, error);
    if (file == NULL) {
        return error == NULL ? ERR_IO : error->code;
    }
    bool failed = fputs(bytes, file) == EOF;
    failed = fputc('\n', file) == EOF || failed;
    failed = fclose(file) != 0 || failed;
    return failed ? error_set(error, ERR_IO, name, "cannot be written; is the disk full?") : OK;
}

static enum err sync_all(const struct folder *folder, struct error *error) {
    int fd = open(folder->beside, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool failed = fd < 0 || syncfs(fd) != 0;
    if (fd >= 0) {
        close(fd);
    }
    return failed ? error_set(error, ERR_IO, folder->path, "cannot be synced") : OK;
}

static enum err write_files(const struct pages *pages, struct folder *folder, struct words *words,
                            struct error *error) {
    const struct instance *instance = pages->explainer->instance;
    enum err err = write_file(folder, MARKER, "one explanation a child, by placera explain", error);
    for (uint32_t a = 0; a < instance->n_applicants && err == OK; a++) {
        char name[256];
        pages_report(pages, a);
        page_file_name(name, strings_get(&instance->applicant_id, a), a,
                       pages->json ? ".json" : ".txt");
        err = page_write(pages, a, words, error);
        if (err == OK) {
            err = write_file(folder, name, words->out.bytes, error);
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
        err = sync_all(&folder, error);
    }
    if (err == OK) {
        err = folder_commit(&folder, error);
    }
    folder_discard(&folder);
    words_release(&words);
    return err;
}
