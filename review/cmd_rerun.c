// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/text.h"
#include "review/cmd.h"
#include "review/compare.h"
#include "review/rerun.h"

#include <inttypes.h>
#include <omp.h>
#include <string.h>

/* Beyond it one rather has what there is, as with 'placera solve'. */
#define TIME_LIMIT_S 30.0
/* So many children are listed on a terminal; --json has all. */
enum { LISTED_MOST = 25 };

struct telling {
    const struct cli *cli;
    uint32_t n[N_COMPARE_KINDS], n_locked, n_listed;
    struct text list; /* lines of words, or of JSON */
};

static void put_place(struct text *text, const struct compare_place *place, bool json) {
    if (json) {
        text_puts(text, "{\"offer\":");
        place->offer_id == NULL ? text_puts(text, "null") : text_put_json(text, place->offer_id);
        text_puts(text, ",\"start\":");
        place->start == NULL ? text_puts(text, "null") : text_put_json(text, place->start);
        place->wish == UINT32_MAX ? text_puts(text, ",\"wish\":null}")
                                  : text_printf(text, ",\"wish\":%u}", place->wish);
        return;
    }
    text_put_safely(text, place->offer_id == NULL ? "no place" : place->offer_id);
    if (place->start != NULL) {
        text_printf(text, " %s", place->start);
    }
    if (place->wish != UINT32_MAX) {
        text_printf(text, " (wish %u)", place->wish);
    }
}

static enum err take_child(void *context, const struct compare_child *child, struct error *error) {
    struct telling *telling = context;
    struct text *list = &telling->list;
    bool json = cli_has(telling->cli, "json");
    (void)error;
    telling->n_locked += child->locked ? 1 : 0;
    telling->n[child->kind] += child->locked ? 0 : 1;
    if (json) {
        text_puts(list, telling->n_listed++ == 0 ? "\n{\"child\":" : ",\n{\"child\":");
        text_put_json(list, child->id);
        text_printf(list,
                    ",\"change\":\"%s\",\"locked\":%s,\"before\":", compare_kind_name[child->kind],
                    child->locked ? "true" : "false");
        put_place(list, &child->before, true);
        text_puts(list, ",\"after\":");
        put_place(list, &child->after, true);
        text_puts(list, "}");
    } else if (!child->locked && telling->n_listed++ < LISTED_MOST) {
        text_puts(list, "  ");
        text_put_safely(list, child->id);
        text_puts(list, ": ");
        put_place(list, &child->before, false);
        text_puts(list, " -> ");
        put_place(list, &child->after, false);
        text_puts(list, "\n");
    }
    return OK;
}

static void print_json(const struct telling *telling, const struct rerun_done *done) {
    const struct locks *locks = done->locks;
    struct text text = {0};
    printf("{\"run\":%" PRId64 ",\"before\":%" PRId64 ",\"dry\":%s,\"moved\":%u,\"locked\":%u,"
           "\"out\":%u,\"held\":%u,\"raised\":[",
           done->after, done->before, cli_has(telling->cli, "dry") ? "true" : "false",
           done->n_changed, locks->n_locked, locks->n_out, locks->n_held);
    for (uint32_t i = 0; i < locks->n_raised; i++) {
        const struct raised *raised = &locks->raised[i];
        text_puts(&text, i == 0 ? "{\"id\":" : ",{\"id\":");
        text_put_json(&text, raised->name);
        text_printf(&text, ",\"seats\":%u,\"locked\":%u}", raised->from, raised->to);
    }
    printf("%s],\"changed\":[%s]}\n", text.bytes == NULL ? "" : text.bytes,
           telling->list.bytes == NULL ? "" : telling->list.bytes);
    text_release(&text);
}

static void print_words(const struct telling *telling, const struct rerun_done *done) {
    static const char *const what[N_COMPARE_KINDS] = {"got a place", "lost the place",
                                                      "at a better wish", "at a worse wish",
                                                      "elsewhere, or in another month"};
    const struct locks *locks = done->locks;
    printf("%s %" PRId64 " beside run %" PRId64 ": %u locked, %u take no part\n",
           cli_has(telling->cli, "dry") ? "a run" : "run", done->after, done->before,
           locks->n_locked, locks->n_out);
    if (locks->n_held > 0) {
        printf("  %u held where proposed: each leaves a seat that another has been given\n",
               locks->n_held);
    }
    if (locks->n_raised > 0) {
        printf("  more are locked than there are seats; seats raised to as many: %s\n",
               done->raised);
    }
    for (int kind = 0; kind < N_COMPARE_KINDS; kind++) {
        if (telling->n[kind] > 0) {
            printf("  %8u %s\n", telling->n[kind], what[kind]);
        }
    }
    if (telling->n_listed == 0) {
        puts("  nobody else is placed otherwise");
    }
    fputs(telling->list.bytes == NULL ? "" : telling->list.bytes, stdout);
    if (telling->n_listed > LISTED_MOST) {
        printf("  and %u more; --json lists all\n", telling->n_listed - LISTED_MOST);
    }
    if (cli_has(telling->cli, "dry")) {
        puts("a dry run: nothing was kept");
    }
}

static enum err tell(void *context, struct store *store, const struct rerun_done *done,
                     struct error *error) {
    struct telling *telling = context;
    enum err err = compare_children(store, done->before, done->after, take_child, telling, error);
    if (err == OK && telling->list.no_memory) {
        err = error_no_memory(error);
    }
    cli_progress_end();
    if (err == OK && cli_has(telling->cli, "json")) {
        print_json(telling, done);
    } else if (err == OK && !cli_has(telling->cli, "quiet")) {
        print_words(telling, done);
    }
    return err;
}

static enum err run_again(const struct cli *cli, struct store *store, struct error *error) {
    struct telling telling = {.cli = cli};
    struct progress progress = cli_progress();
    const struct solve_options options = {.progress = &progress,
                                          .limits.ends = omp_get_wtime() + TIME_LIMIT_S};
    const struct rerun asked = {.seed = cli_value(cli, "draw"),
                                .dry = cli_has(cli, "dry"),
                                .by = "console",
                                .options = &options};
    enum err err = rerun(store, &asked, tell, &telling, error);
    text_release(&telling.list);
    return err;
}

static int run(const struct cli *cli) {
    return with_store(cli, SQL_WRITE, run_again);
}

static const struct cli_option options[] = {
    {"draw", "SEED", "draw the lottery anew, as long as nothing has been confirmed"},
    {"dry", NULL, "tell what would change, and keep nothing"},
    {NULL, NULL, NULL},
};

const struct command cmd_rerun = {
    .name = "rerun",
    .arguments = "STORE",
    .n_min = 1,
    .n_max = 1,
    .summary = "solve the round again around what is decided",
    .description =
        "Solves the round again: whoever is confirmed, overridden, decided or accepted stays where "
        "it is, whoever has declined is out, whoever is proposed or returned gets a new proposal. "
        "The results are verified before anything is kept; both runs stay in the store, and every "
        "child whose placement changes has its entry in the log.",
    .options = options,
    .run = run,
};
