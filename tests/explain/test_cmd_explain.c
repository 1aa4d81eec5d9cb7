// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera explain from the outside, on a generated town: what it prints, what it writes, and when
 * it refuses.
 */
#include "explain/pages.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND_MAX = 2048, N_CHILDREN = 300 };

static char folder[] = "/tmp/placera-explain-XXXXXX";
static struct text output;

/* Runs a shell command in the folder with $P for placera; stdout goes to output. */
static int shell(const char *command) {
    char line[COMMAND_MAX];
    const char *placera = getenv("PLACERA");
    char bytes[4096];
    cr_assert_not_null(placera, "PLACERA must name the program");
    snprintf(line, sizeof line, "cd %s && P='%s' && { %s; } 2>errors", folder, placera, command);
    text_clear(&output);
    FILE *pipe = popen(line, "r");
    cr_assert_not_null(pipe);
    for (size_t n = fread(bytes, 1, sizeof bytes, pipe); n > 0;
         n = fread(bytes, 1, sizeof bytes, pipe)) {
        text_add(&output, bytes, n);
    }
    return WEXITSTATUS(pclose(pipe));
}

static const char *printed(void) {
    return output.bytes == NULL ? "" : output.bytes;
}

/* What the last command said on stderr. */
static const char *complaint(void) {
    static char bytes[8192];
    char path[256];
    snprintf(path, sizeof path, "%s/errors", folder);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = 0;
    fclose(file);
    return bytes;
}

static void begin(void) {
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(
        shell("$P generate --applicants 300 --offers 6 --crowding 90 --out town --quiet && "
              "$P solve town --out result --quiet"),
        0);
}

static void end(void) {
    shell("rm -rf town result out out2 errors");
    rmdir(folder);
    text_release(&output);
}

TestSuite(cmd_explain, .init = begin, .fini = end, .timeout = 120);

Test(cmd_explain, one_child) {
    cr_expect_eq(shell("$P explain town result $(sed -n 2p town/applicants.csv | cut -d, -f1)"), 0);
    cr_expect_not_null(strstr(printed(), "Förslag till placering\nOmgång: "));
    cr_expect_not_null(strstr(printed(), "placera verify"));
    cr_expect_eq(shell("$P explain town result --lang en "
                       "$(sed -n 2p town/applicants.csv | cut -d, -f1)"),
                 0);
    cr_expect_not_null(strstr(printed(), "Proposed placement\nRound: "));
    cr_expect_eq(shell("$P explain town result nobody"), 2);
    cr_expect_not_null(strstr(complaint(), "no applicant has the id nobody"));
}

Test(cmd_explain, usage) {
    cr_expect_eq(shell("$P explain town result"), 2);
    cr_expect_eq(shell("$P explain town result A001 --all"), 2);
    cr_expect_eq(shell("$P explain town result A001 --out out"), 2);
    cr_expect_eq(shell("$P explain town result --all --lang tlh"), 2);
    cr_expect_eq(shell("$P explain town nowhere --all"), 2);
}

Test(cmd_explain, all_as_json) {
    cr_expect_eq(shell("$P explain town result --all --json"), 0);
    json_t *all = json_loads(printed(), JSON_REJECT_DUPLICATES, NULL);
    cr_assert_not_null(all);
    cr_expect_eq(json_array_size(all), N_CHILDREN);
    json_decref(all);
}

/* The id that stands at the begin of a line of applicants.csv; false at the end. */
static bool next_id(FILE *file, char id[256]) {
    char line[1024];
    if (fgets(line, sizeof line, file) == NULL) {
        return false;
    }
    line[strcspn(line, ",;\n")] = 0;
    snprintf(id, 256, "%.255s", line);
    return true;
}

/* Does the text hold the id as a whole word? */
static bool holds(const char *text, const char *id) {
    size_t length = strlen(id);
    for (const char *at = strstr(text, id); at != NULL; at = strstr(at + 1, id)) {
        bool before = at > text && isalnum((unsigned char)at[-1]);
        if (!before && !isalnum((unsigned char)at[length])) {
            return true;
        }
    }
    return false;
}

Test(cmd_explain, a_file_a_child_and_no_other_child_in_it) {
    static char id[N_CHILDREN][256];
    char path[512];
    cr_expect_eq(shell("$P explain town result --all --out out"), 0);
    cr_expect_eq(shell("ls out | wc -l"), 0);
    cr_expect_eq(atoi(printed()), N_CHILDREN);
    snprintf(path, sizeof path, "%s/town/applicants.csv", folder);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    cr_assert(next_id(file, id[0])); /* the header */
    for (int a = 0; a < N_CHILDREN; a++) {
        cr_assert(next_id(file, id[a]));
    }
    fclose(file);
    for (int a = 0; a < N_CHILDREN; a++) {
        char command[512];
        snprintf(command, sizeof command, "cat out/%.255s.txt", id[a]);
        cr_assert_eq(shell(command), 0);
        for (int other = 0; other < N_CHILDREN; other++) {
            /* siblings too: this round does not go by families */
            cr_assert_eq(holds(printed(), id[other]), a == other, "%s in the page of %s", id[other],
                         id[a]);
        }
    }
    /* Written again over itself; never over a folder that is not ours. */
    cr_expect_eq(shell("$P explain town result --all --json --out out && ls out/*.json | wc -l"),
                 0);
    cr_expect_eq(atoi(printed()), N_CHILDREN);
    cr_expect_eq(shell("$P explain town result --all --out town"), 2);
}

Test(cmd_explain, changed_inputs_and_results_are_refused) {
    cr_expect_eq(shell("cp town/wishes.csv kept && echo >>town/wishes.csv && "
                       "$P explain town result --all"),
                 2);
    cr_expect_str_eq(printed(), "");
    cr_expect_not_null(strstr(complaint(), "placera solve"), "%s", complaint());
    cr_expect_eq(shell("mv kept town/wishes.csv"), 0);
    cr_expect_eq(shell("$P explain town result --all | head -1"), 0);
    cr_expect_eq(shell("sed -i 's/fallback/wish/' result/proposals.csv && "
                       "$P explain town result --all"),
                 1);
    cr_expect_str_eq(printed(), "");
}

Test(page_file_name, ids_are_safe_and_apart) {
    char name[256];
    char longest[1000];
    page_file_name(name, "A00017", 7, ".txt");
    cr_expect_str_eq(name, "A00017.txt");
    page_file_name(name, "../etc/passwd", 7, ".txt");
    cr_expect_str_eq(name, "%2E.%2Fetc%2Fpasswd.txt");
    page_file_name(name, "å%2F b", 7, ".json");
    cr_expect_str_eq(name, "%C3%A5%252F%20b.json");
    page_file_name(name, ".placera-explanations", 7, "");
    cr_expect_str_eq(name, "%2Eplacera-explanations");
    memset(longest, '/', sizeof longest);
    longest[sizeof longest - 1] = 0;
    page_file_name(name, longest, 4294967295u, ".json");
    cr_expect_lt(strlen(name), 256);
    cr_expect_not_null(strstr(name, "~4294967295.json"));
}
