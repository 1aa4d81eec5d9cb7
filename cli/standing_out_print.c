// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/standing_out_print.h"

#include "anonymise/dense_rank.h"

#include <stdio.h>

static void print_head(const char *dir, const struct instance *instance) {
    printf("%s: %u applicants, %u wishes, %u offers at %u schools, under new names.\n\n"
           "Left out: names, coordinates, dates, protected, and the columns and metres that no "
           "rule looks\nat. The key to the new names is forgotten; nobody can make them again.\n",
           dir, instance->n_applicants, instance->n_wishes, instance->n_offers,
           instance->n_schools);
}

/* Columns come along under their own names, and a name can tell something. */
static void print_columns(const struct instance *instance) {
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        printf("%s%s (%s)", c == 0 ? "Columns kept under their names: " : ", ",
               instance->column[c].name, dense_rank_serves(instance, c) ? "order" : "values");
    }
    puts(instance->n_columns > 0 ? ". See that the names tell nothing." : "No column is kept.");
}

static void print_rows(const struct instance *instance, bool keep_order) {
    if (keep_order) {
        puts("CAUTION: rows stand in the order of the original (--keep-order). If that was the "
             "order of names,\nof birth or of registration, it tells much about each child.");
    } else if (anonymise_order_decides(instance)) {
        puts("Rows are in an order drawn by lot. Where several placements are equally good, the "
             "order of rows\nchooses among them: solve may give another one, of the same worth at "
             "every level. --keep-order\nkeeps the very same one, and the order with it.");
    } else {
        puts("Rows are in an order drawn by lot.");
    }
}

static void print_lottery(const struct anonymised *anonymised) {
    if (anonymised->n_lottery_bound == 0) {
        puts("The lottery decides between no two children: its numbers are drawn anew.");
        return;
    }
    printf("Lottery numbers are drawn anew, but for the order of those whom the lottery decides "
           "between: %u\nchildren, at most %u in one go. Who knows the seed and a child's old id "
           "can compute its old number,\nand so about where it stands among those: the ids should "
           "not get about.\n",
           anonymised->n_lottery_bound, anonymised->n_lottery_largest);
}

static const char *children(uint32_t n) {
    return n == 1 ? "child has" : "children have";
}

static void print_missing(const struct anonymised *anonymised) {
    uint32_t n_both = anonymised->n_protected_without_metres;
    if (anonymised->n_protected > 0) {
        printf("%u %s protected identity. The column is left out, but the rows are there.\n",
               anonymised->n_protected, children(anonymised->n_protected));
    }
    if (anonymised->n_without_metres > 0) {
        printf("%u %s no metres where others have", anonymised->n_without_metres,
               children(anonymised->n_without_metres));
        if (n_both > 0) {
            printf(", %u of them with protected identity: that\nmay tell who they are. Leave their "
                   "rows out of the original first, or give them metres",
                   n_both);
        }
        puts(".");
    }
}

static void print_facts(const struct standing_out *standing_out) {
    printf("\nWhat still stands out. Children who are equal in all that is known of them are one "
           "class; who is\nalone in its class is found by anybody who knows that much. (%u "
           "children in all)\n\n"
           "                             known by itself            with all above it\n"
           "  known of a child           alone    among < %d         alone    among < %d   "
           "smallest class\n",
           standing_out->n_applicants, FEW, FEW);
    for (uint32_t i = 0; i < standing_out->n_facts; i++) {
        const struct fact *fact = &standing_out->fact[i];
        printf("  %-22s %9u %11u %13u %11u %16u\n", fact->name, fact->by_itself.n_alone,
               fact->by_itself.n_few, fact->with_all.n_alone, fact->with_all.n_few,
               fact->with_all.smallest);
    }
}

static void print_roundings(const struct standing_out *standing_out, uint32_t round_m) {
    if (!standing_out->has_metres) {
        return;
    }
    puts("\nMetres to several schools tell where a child lives. Children alone, were they rounded "
         "(--round-metres):\n\n"
         "  to metres     by metres only    with all above");
    for (uint32_t i = 0; i < ROUNDINGS; i++) {
        if (standing_out->rounded_to_m[i] > round_m) {
            printf("  %9u %18u %17u\n", standing_out->rounded_to_m[i],
                   standing_out->rounded[i].n_alone, standing_out->rounded_with_all[i].n_alone);
        }
    }
    puts("Rounding makes ties, so that some children are placed elsewhere.");
}

static void print_verdict(const struct standing_out *standing_out) {
    if (standing_out->n_facts == 0 || standing_out->n_applicants == 0) {
        return;
    }
    const struct classes *all = &standing_out->fact[standing_out->n_facts - 1].with_all;
    printf("\n%u of %u children (%.1f %%) are alone by all of this together.\n", all->n_alone,
           standing_out->n_applicants, 100.0 * all->n_alone / standing_out->n_applicants);
    if (all->n_alone > 0) {
        puts("So these are still personal data, under pseudonyms (GDPR, article 4.5 and recital "
             "26), not\nanonymous ones: hand them out to those who may have such data, under "
             "terms that forbid to look\nfor persons. Schools are known by their seats.");
    }
}

void standing_out_print(const char *dir, const struct anonymised *anonymised,
                        const struct anonymise_options *options,
                        const struct standing_out *standing_out, uint32_t n_moved) {
    const struct instance *instance = &anonymised->instance;
    print_head(dir, instance);
    print_columns(instance);
    if (options->round_m > 0 && n_moved == NONE) {
        printf("Metres are rounded to %u. How many children are placed elsewhere is not known: "
               "the\nround has no placement, or none that was proved the best in time.\n",
               options->round_m);
    } else if (options->round_m > 0) {
        printf("Metres are rounded to %u: %u of the children are placed elsewhere than in the "
               "original.\n",
               options->round_m, n_moved);
    }
    print_rows(instance, options->keep_order);
    print_lottery(anonymised);
    print_missing(anonymised);
    print_facts(standing_out);
    print_roundings(standing_out, options->round_m);
    print_verdict(standing_out);
}
