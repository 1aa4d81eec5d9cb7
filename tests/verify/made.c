// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/verify/made.h"

#include "io/results_write.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <omp.h>
#include <stdarg.h>
#include <string.h>

enum { SCHOOLS = 5, TEXT_BYTES = 32 * 1024, WISHES = 3 };

struct text {
    char bytes[TEXT_BYTES];
    size_t length;
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text->bytes + text->length, TEXT_BYTES - text->length, format, arguments);
    va_end(arguments);
    text->length += (size_t)n;
    cr_assert_lt(text->length, TEXT_BYTES);
}

/* Five schools of one group; school 1 has two offers and seats of its own, and is in a pool with
 * school 2. About as many seats as applicants, or a few less. */
static void put_schools(struct text *text, struct random *random, bool months) {
    put(text, "\"schools\":[{\"id\":\"S1\",\"name\":\"One\",\"seats\":4}");
    for (int s = 2; s <= SCHOOLS; s++) {
        put(text, ",{\"id\":\"S%d\",\"name\":\"School %d\"}", s, s);
    }
    put(text, "],\"offers\":[");
    for (int o = 1; o <= MADE_OFFERS; o++) {
        uint32_t seats = 2 + random_below(random, 2);
        put(text,
            "%s{\"id\":\"F%d\",\"school\":\"S%d\",\"group\":\"F\",\"seats\":", o == 1 ? "" : ",", o,
            o < 2 ? 1 : o - 1);
        if (months && o != 2) {
            put(text, "[{\"from\":\"2027-0%d\",\"seats\":1},{\"from\":\"2027-04\",\"seats\":%u}]}",
                1 + o % 2, seats);
        } else {
            put(text, "%u}", seats);
        }
    }
    put(text, "],\"pools\":[{\"id\":\"house\",\"seats\":5,\"members\":[\"S1\",\"F3\"]}],");
}

static void put_applicants(struct text *text, struct random *random, bool months, bool families) {
    put(text, "\"tables\":{\"applicants\":[");
    for (int a = 1; a <= MADE_APPLICANTS; a++) {
        put(text, "%s{\"id\":\"a%02d\",\"group\":\"F\",\"merit\":%u", a == 1 ? "" : ",", a,
            random_below(random, 5));
        if (a % 5 == 0) {
            put(text, ",\"current\":\"F%u\"", 1 + random_below(random, MADE_OFFERS));
        }
        if (months) {
            put(text, ",\"start\":\"2027-0%u\"", 2 + random_below(random, 4));
        }
        if (families && a % 4 < 2) {
            put(text, ",\"family\":\"K%d\"", a / 4);
        }
        if (a == 9) {
            put(text, ",\"locked\":\"F5\"");
        }
        put(text, "}");
    }
}

/* Popular offers come first; some wish for nothing. */
static void put_wishes(struct text *text, struct random *random) {
    const char *comma = "";
    put(text, "],\"wishes\":[");
    for (int a = 1; a <= MADE_APPLICANTS; a++) {
        uint32_t offer[MADE_OFFERS] = {1, 2, 3, 4, 5, 6};
        uint32_t n = random_below(random, WISHES + 1);
        random_shuffle(random, offer, random_chance(random, 60) ? 3 : MADE_OFFERS);
        for (uint32_t rank = 1; rank <= n; rank++) {
            put(text, "%s{\"applicant\":\"a%02d\",\"rank\":%u,\"offer\":\"F%u\",\"sibling\":%u}",
                comma, a, rank, offer[rank - 1], random_below(random, 3) / 2);
            comma = ",";
        }
    }
}

/* Every pair but a few, with ties. */
static void put_distances(struct text *text, struct random *random) {
    const char *comma = "";
    put(text, "],\"distances\":[");
    for (int a = 1; a <= MADE_APPLICANTS; a++) {
        for (int s = 1; s <= SCHOOLS; s++) {
            if (random_chance(random, 90)) {
                put(text, "%s{\"applicant\":\"a%02d\",\"school\":\"S%d\",\"metres\":%u}", comma, a,
                    s, 100 * (1 + random_below(random, 30)));
                comma = ",";
            }
        }
    }
    put(text, "]}}");
}

static char *read_whole(const char *path) {
    struct file file;
    if (file_open(&file, path, NULL) != OK) {
        return NULL;
    }
    char *text = calloc(1, file.length + 1);
    cr_assert_not_null(text);
    memcpy(text, file.bytes, file.length);
    file_close(&file);
    return text;
}

static void path_of(const struct made *made, int file, char path[256]) {
    snprintf(path, 256, "%s/%s", made->results, results_file_name[file]);
}

void made_solve(struct made *made, uint32_t seed, const char *policy) {
    static struct text text;
    struct random random = {seed};
    struct error error = {0};
    struct solution solution;
    struct solve_options options = {0};
    char path[256];
    omp_set_num_threads(1); /* rounds this small are over before a thread has woken */
    memset(made, 0, sizeof *made);
    text.length = 0;
    put(&text,
        "{\"format\":\"placera-instance/1\",\"name\":\"made %u\",\"date\":\"2027-03-01\","
        "\"lottery\":{\"seed\":\"made\",\"draw\":\"%s\"},\"policy\":%s,",
        seed, seed % 2 == 0 && strstr(policy, "serial") == NULL ? "per-offer" : "single", policy);
    bool months = strstr(policy, "\"late\"") != NULL;
    put_schools(&text, &random, months);
    put_applicants(&text, &random, months, strstr(policy, "\"families\"") != NULL);
    put_wishes(&text, &random);
    put_distances(&text, &random);
    temporary_make(&made->folder);
    temporary_write(&made->folder, "made.json", text.bytes);
    enum err err =
        load(temporary_name(&made->folder, "made.json", path, sizeof path), &made->loaded, &error);
    faults_print(&made->loaded.faults, stderr);
    cr_assert_eq(err, OK, "%s", error.text);
    cr_assert_eq(solve(&made->loaded.instance, &options, &solution, &error), OK, "%s", error.text);
    snprintf(made->results, sizeof made->results, "%s/out", made->folder.path);
    cr_assert_eq(results_write(made->results, &made->loaded, &solution, 0.25, &error), OK, "%s",
                 error.text);
    solution_release(&solution);
    for (int file = 0; file < N_RESULTS_FILES; file++) {
        path_of(made, file, path);
        made->text[file] = read_whole(path);
    }
}

void made_release(struct made *made) {
    for (int file = 0; file < N_RESULTS_FILES; file++) {
        free(made->text[file]);
    }
    temporary_remove(&made->folder);
    loaded_release(&made->loaded);
}

static void write_whole(const struct made *made, int file, const char *text) {
    char path[256];
    path_of(made, file, path);
    FILE *stream = fopen(path, "w");
    cr_assert_not_null(stream);
    fputs(text, stream);
    fclose(stream);
}

/* Writes the digest of text over the digits that follow the last `key` in run. */
static void put_digest(char *run, const char *key, const char *text) {
    char hex[65], *at = NULL;
    for (char *next = strstr(run, key); next != NULL; next = strstr(next + 1, key)) {
        at = next;
    }
    char *quote = at == NULL ? NULL : strstr(at, "\"sha256\":");
    quote = quote == NULL ? NULL : strchr(quote + 9, '"');
    if (quote == NULL || strcspn(quote + 1, "\"") != 64) {
        return; /* nothing left to repair */
    }
    if (text == run) {
        memset(quote + 1, '0', 64);
    }
    cr_assert_eq(sha256_hex(text, strlen(text), hex, NULL), OK);
    memcpy(quote + 1, hex, 64);
}

void made_spoil(const struct made *made, enum results_file file, const char *text, bool repair) {
    write_whole(made, (int)file, text);
    if (file != RESULTS_RUN) {
        write_whole(made, RESULTS_RUN, made->text[RESULTS_RUN]);
    }
    if (repair) {
        static char run[MADE_FILE_BYTES];
        char key[64];
        snprintf(run, sizeof run, "%s", file == RESULTS_RUN ? text : made->text[RESULTS_RUN]);
        if (file != RESULTS_RUN) {
            snprintf(key, sizeof key, "\"%s\"", results_file_name[file]);
            put_digest(run, key, text);
        }
        put_digest(run, "\"sha256\":", run);
        write_whole(made, RESULTS_RUN, run);
    }
}

void made_restore(const struct made *made) {
    for (int file = 0; file < N_RESULTS_FILES; file++) {
        if (made->text[file] != NULL) {
            write_whole(made, file, made->text[file]);
        }
    }
}

void made_verify(const struct made *made, struct said *said) {
    struct results results;
    struct faults faults = {0};
    struct error error = {0};
    enum err err = results_read(&results, made->results, &made->loaded.instance, &faults, &error);
    if (err == OK) {
        cr_assert_eq(verify_run(&made->loaded, &results, &said->report, &error), OK, "%s",
                     error.text);
    } else {
        cr_assert_eq(err, ERR_NO, "%s", error.text);
        verify_form(&faults, &said->report);
    }
    said->refused = report_broken(&said->report);
    faults_release(&faults);
    results_release(&results);
}

bool said_place(const struct said *said, const char *begins) {
    bool found = false;
    for (int i = 0; i < N_PROPERTIES; i++) {
        const struct finding *finding = &said->report.finding[i];
        found = found || (finding->verdict == VERDICT_BROKEN &&
                          strncmp(finding->place, begins, strlen(begins)) == 0);
    }
    return found;
}

const char *said_text(const struct said *said, char *buffer, size_t size) {
    size_t used = 0;
    buffer[0] = '\0';
    for (int i = 0; i < N_PROPERTIES; i++) {
        const struct finding *finding = &said->report.finding[i];
        if (finding->verdict == VERDICT_BROKEN && used < size) {
            used += (size_t)snprintf(buffer + used, size - used, "%s: %s (%s)\n", property_name[i],
                                     finding->first_case, finding->place);
        }
    }
    return buffer;
}
