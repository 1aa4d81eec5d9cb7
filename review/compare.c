// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/compare.h"

#include <string.h>

const char *const compare_kind_name[N_COMPARE_KINDS] = {"gained", "lost", "better", "worse",
                                                        "other"};

static enum compare_kind kind_of(const struct compare_place *before,
                                 const struct compare_place *after) {
    return before->offer == UINT32_MAX  ? COMPARE_GAINED
           : after->offer == UINT32_MAX ? COMPARE_LOST
           : after->wish < before->wish ? COMPARE_BETTER
           : after->wish > before->wish ? COMPARE_WORSE
                                        : COMPARE_OTHER;
}

struct children {
    compare_child_fn *call;
    void *context;
};

static struct compare_place read_place(const struct sql_row *row, int column) {
    return (struct compare_place){sql_row_index(row, column), sql_row_text(row, column + 1),
                                  sql_row_text(row, column + 2), sql_row_index(row, column + 3)};
}

static enum err read_child(void *context, const struct sql_row *row, struct error *error) {
    struct children *children = context;
    struct compare_child child = {.child = sql_row_index(row, 0),
                                  .id = sql_row_text(row, 1),
                                  .locked = strcmp(sql_row_text(row, 2), "locked") == 0,
                                  .before = read_place(row, 3),
                                  .after = read_place(row, 7)};
    child.kind = kind_of(&child.before, &child.after);
    return children->call(children->context, &child, error);
}

enum err compare_children(struct store *store, int64_t before, int64_t after,
                          compare_child_fn *call, void *context, struct error *error) {
    struct children children = {call, context};
    return sql_each(store->sql,
                    "SELECT c.child, c.id, b.basis, a.offer, oa.id, a.start, a.wish,"
                    " b.offer, ob.id, b.start, b.wish"
                    " FROM child c"
                    " JOIN proposal a ON a.run = ?1 AND a.child = c.child"
                    " JOIN proposal b ON b.run = ?2 AND b.child = c.child"
                    " LEFT JOIN offer oa ON oa.offer = a.offer"
                    " LEFT JOIN offer ob ON ob.offer = b.offer"
                    " WHERE a.offer IS NOT b.offer OR a.start IS NOT b.start ORDER BY c.child",
                    SQL(sql_whole(before), sql_whole(after)), read_child, &children, error);
}

struct offers {
    compare_offer_fn *call;
    void *context;
};

static enum err read_offer(void *context, const struct sql_row *row, struct error *error) {
    struct offers *offers = context;
    const struct compare_offer offer = {.offer = sql_row_index(row, 0),
                                        .id = sql_row_text(row, 1),
                                        .before = sql_row_index(row, 2),
                                        .after = sql_row_index(row, 3),
                                        .came = sql_row_index(row, 4),
                                        .left = sql_row_index(row, 5)};
    return offers->call(offers->context, &offer, error);
}

enum err compare_offers(struct store *store, int64_t before, int64_t after, compare_offer_fn *call,
                        void *context, struct error *error) {
    struct offers offers = {call, context};
    return sql_each(store->sql,
                    "SELECT o.offer, o.id, sum(m.was), sum(m.is_), sum(m.is_ > m.was),"
                    " sum(m.was > m.is_) FROM"
                    " (SELECT p.offer, p.child, max(p.run = ?1) AS was, max(p.run = ?2) AS is_"
                    "  FROM proposal p WHERE p.run IN (?1, ?2) AND p.offer IS NOT NULL"
                    "  GROUP BY p.offer, p.child) m"
                    " JOIN offer o ON o.offer = m.offer GROUP BY o.offer"
                    " HAVING sum(m.is_ <> m.was) > 0 ORDER BY o.offer",
                    SQL(sql_whole(before), sql_whole(after)), read_offer, &offers, error);
}
