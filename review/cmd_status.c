// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"

#include <inttypes.h>
#include <string.h>

static const char *or_dash(const char *text) {
    return text == NULL || text[0] == '\0' ? "-" : text;
}

static enum err print_round(void *context, const struct sql_row *row, struct error *error) {
    (void)context, (void)error;
    printf("%s %s\n", sql_row_text(row, 0), or_dash(sql_row_text(row, 1)));
    printf("  %-12s %s\n", "mechanism", sql_row_text(row, 2));
    printf("  %-12s %s%s\n", "lottery",
           sql_row_is_null(row, 3) ? "none is drawn" : sql_row_text(row, 3),
           sql_row_is_null(row, 3)      ? ""
           : sql_row_whole(row, 5) != 0 ? " (fixed: something is confirmed)"
                                        : " (no placement is confirmed yet)");
    printf("  %-12s %s\n", "four eyes",
           sql_row_whole(row, 4) != 0 ? "who confirms does not decide" : "not asked for");
    printf("  %-12s %" PRId64 "\n\n", "runs", sql_row_whole(row, 6));
    return OK;
}

static enum err print_state(void *context, const struct sql_row *row, struct error *error) {
    (void)context, (void)error;
    printf("  %-12s %8" PRId64 " %9" PRId64 " %8" PRId64 "\n", sql_row_text(row, 0),
           sql_row_whole(row, 1), sql_row_whole(row, 2), sql_row_whole(row, 3));
    return OK;
}

static enum err status(const struct cli *cli, struct store *store, struct error *error) {
    (void)cli;
    enum err err = sql_snapshot(store->sql, error);
    if (err == OK) {
        err = sql_each(store->sql,
                       "SELECT name, date, mechanism, seed, four_eyes, closed,"
                       " (SELECT count(*) FROM run) FROM round",
                       SQL_NONE, print_round, NULL, error);
    }
    if (err == OK) {
        printf("  %-12s %8s %9s %8s\n", "", "children", "no place", "1st wish");
        err = sql_each(store->sql,
                       "SELECT state, count(*), count(*) FILTER (WHERE offer IS NULL),"
                       " count(*) FILTER (WHERE wish = 1) FROM child GROUP BY state"
                       " ORDER BY CASE state WHEN 'proposed' THEN 1 WHEN 'confirmed' THEN 2"
                       " WHEN 'overridden' THEN 3 WHEN 'returned' THEN 4 WHEN 'decided' THEN 5"
                       " WHEN 'accepted' THEN 6 ELSE 7 END",
                       SQL_NONE, print_state, NULL, error);
    }
    return sql_end(store->sql, err, error);
}

static int run(const struct cli *cli) {
    return with_store(cli, SQL_READ, status);
}

static const struct cli_option options[] = {{NULL, NULL, NULL}};

const struct command cmd_status = {
    .name = "status",
    .arguments = "STORE",
    .n_min = 1,
    .n_max = 1,
    .summary = "the round at a glance",
    .description = "How the round is solved, and how many children are proposed, confirmed, "
                   "overridden, returned, decided, accepted and declined.",
    .options = options,
    .run = run,
};
