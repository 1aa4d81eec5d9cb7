// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera generate: a made-up city as an instance folder.
 */
#include "cli/cli.h"

#include "generate/preschool.h"
#include "io/instance_write.h"

#include <inttypes.h>
#include <string.h>

enum {
    APPLICANTS_BY_DEFAULT = 3000,
    APPLICANTS_AN_OFFER = 75,
    MONTHS_APPLICANTS_AN_OFFER = 2, /* a preschool's round of a month, */
    YEARS_APPLICANTS_AN_OFFER = 8,  /* and of a year */
    APPLICANTS_A_FAMILY = 15,       /* of 15 applicants, four are two families' */
    FAMILIES_OF_THEM = 2,
    MONTHS_BY_DEFAULT = 6,
};

static const struct cli_option options[] = {
    {"kind", "KIND", "school (default) or preschool: with months, families, transfers"},
    {"applicants", "N", "children who apply (default 3000; at most 10000000)"},
    {"offers", "M", "schools times groups (default: one for 75 applicants, preschool more)"},
    {"wishes", "K", "the longest list of wishes (default 6, preschool 8; at most 20)"},
    {"full", NULL, "every list as long as that, and nobody without wishes"},
    {"groups", "K", "groups at each school: F, 1, 2, ... (default 1, at most 10)"},
    {"families", "N", "preschool: siblings who apply together (default 2 for 15 applicants)"},
    {"months", "N", "preschool: in how many months children begin (default 6, at most 24)"},
    {"moves", NULL, "preschool: children move on to the older group in August"},
    {"opens-with", "K", "preschool: one group in ten opens with K children or not at all"},
    {"unit-queues", NULL, "preschool: a day in line for each wish, not one for all"},
    {"crowding", "PERCENT", "seats for each hundred applicants (default 103, at most 1000)"},
    {"seed", "TEXT", "of the city and its lottery (default alvstaden)"},
    {"name", "TEXT", "of the city (default Älvstaden)"},
    {"mechanism", "NAME", "of the policy (default deferred-acceptance, preschool minimum-cost)"},
    {"fallback", "WHEN", "in-round (default), after or none"},
    {"out", "DIR", "the folder to write; one that generate made before is replaced"},
    {NULL, NULL, NULL},
};

static bool read_number(const struct cli *cli, const char *name, uint32_t min, uint32_t max,
                        uint32_t otherwise, uint32_t *value) {
    uint64_t number = 0;
    bool ok = cli_number(cli, name, min, max, otherwise, &number);
    *value = (uint32_t)number;
    return ok;
}

static const char *text_or(const char *text, const char *otherwise) {
    return text != NULL ? text : otherwise;
}

/* Which kind of city, and that no option of the other kind is given. */
static bool read_kind(const struct cli *cli, enum city_kind *kind) {
    const char *word = text_or(cli_value(cli, "kind"), "school");
    *kind = strcmp(word, "preschool") == 0 ? CITY_PRESCHOOL : CITY_SCHOOL;
    if (*kind == CITY_SCHOOL && strcmp(word, "school") != 0) {
        cli_usage(cli, "--kind is school or preschool");
        return false;
    }
    static const char *const of_preschool[] = {"families", "months", "moves", "opens-with",
                                               "unit-queues"};
    for (size_t i = 0; i < sizeof of_preschool / sizeof *of_preschool; i++) {
        if (*kind == CITY_SCHOOL && cli_has(cli, of_preschool[i])) {
            cli_usage(cli, "--%s goes with --kind preschool", of_preschool[i]);
            return false;
        }
    }
    if (*kind == CITY_PRESCHOOL && cli_has(cli, "groups")) {
        cli_usage(cli, "--groups does not go with --kind preschool, which has 1-2 and 3-5");
        return false;
    }
    return true;
}

/* What only preschool has; the groups of both kinds. */
static bool read_preschool(const struct cli *cli, struct city_options *city) {
    uint32_t families = city->n_applicants / APPLICANTS_A_FAMILY * FAMILIES_OF_THEM;
    if (city->kind == CITY_SCHOOL) {
        return read_number(cli, "groups", 1, CITY_GROUPS_MAX, 1, &city->n_groups);
    }
    city->n_groups = PRESCHOOL_GROUPS;
    city->moves = cli_has(cli, "moves");
    city->unit_queues = cli_has(cli, "unit-queues");
    return read_number(cli, "families", 0, city->n_applicants / 2, families, &city->n_families) &&
           read_number(cli, "months", 1, CITY_MONTHS_MAX, MONTHS_BY_DEFAULT, &city->n_months) &&
           read_number(cli, "opens-with", 1, CITY_OPENS_MAX, 0, &city->opens_with);
}

static bool read_city(const struct cli *cli, struct city_options *city) {
    city->seed = text_or(cli_value(cli, "seed"), "alvstaden");
    city->full = cli_has(cli, "full");
    if (!read_kind(cli, &city->kind) ||
        !read_number(cli, "applicants", 1, CITY_APPLICANTS_MAX, APPLICANTS_BY_DEFAULT,
                     &city->n_applicants) ||
        !read_preschool(cli, city)) {
        return false;
    }
    uint32_t an_offer = city->kind == CITY_SCHOOL            ? APPLICANTS_AN_OFFER
                        : city->n_months > MONTHS_BY_DEFAULT ? YEARS_APPLICANTS_AN_OFFER
                                                             : MONTHS_APPLICANTS_AN_OFFER;
    uint32_t offers = city->n_applicants / an_offer;
    offers = offers < 2 * city->n_groups ? 2 * city->n_groups : offers;
    offers = offers > CITY_OFFERS_MAX ? CITY_OFFERS_MAX : offers;
    uint32_t wishes = city->kind == CITY_SCHOOL ? 6 : 8;
    return read_number(cli, "offers", 1, CITY_OFFERS_MAX, offers, &city->n_offers) &&
           read_number(cli, "wishes", 1, CITY_WISHES_MAX, wishes, &city->n_wishes) &&
           read_number(cli, "crowding", 1, CITY_CROWDING_MAX, 103, &city->crowding_percent);
}

static bool read_round(const struct cli *cli, enum city_kind kind, struct round *round) {
    const char *mechanism = kind == CITY_SCHOOL ? "deferred-acceptance" : "minimum-cost";
    const char *when = text_or(cli_value(cli, "fallback"), "in-round");
    round->name = text_or(cli_value(cli, "name"), "Älvstaden");
    round->mechanism = text_or(cli_value(cli, "mechanism"), mechanism);
    round->fallback = strcmp(when, "after") == 0  ? FALLBACK_AFTER
                      : strcmp(when, "none") == 0 ? FALLBACK_NONE
                                                  : FALLBACK_IN_ROUND;
    return round->fallback != FALLBACK_IN_ROUND || strcmp(when, "in-round") == 0;
}

/* What was made: for people, or as JSON of numbers. */
static void print_city(const struct city *city, const char *path, bool as_json) {
    bool is_preschool = city->options.kind == CITY_PRESCHOOL;
    uint64_t n_wishes = 0;
    uint32_t n_current = 0;
    for (uint32_t a = 0; a < city->options.n_applicants; a++) {
        n_wishes += city->n_wishes[a];
        n_current += city->current[a] != CITY_NONE;
    }
    if (as_json) {
        printf("{\"applicants\": %u, \"wishes\": %" PRIu64
               ", \"schools\": %u, \"offers\": %u, \"bridges\": %u",
               city->options.n_applicants, n_wishes, city->n_schools, city->options.n_offers,
               city->map.n_bridges);
        if (is_preschool) {
            printf(", \"families\": %u, \"current\": %u, \"months\": %u", city->options.n_families,
                   n_current, city->options.n_months);
        }
        printf("}\n");
        return;
    }
    printf("%s: %u applicants with %" PRIu64 " wishes, %u %s with %u offers, %u bridges", path,
           city->options.n_applicants, n_wishes, city->n_schools,
           is_preschool ? "units" : "schools", city->options.n_offers, city->map.n_bridges);
    if (is_preschool) {
        printf(", %u families, %u with a place, %u months", city->options.n_families, n_current,
               city->options.n_months);
    }
    printf("\n");
}

static int run(const struct cli *cli) {
    struct city_options city_options = {0};
    struct round round;
    struct city city;
    struct error error = {0};
    const char *path = cli_value(cli, "out");
    if (path == NULL) {
        return cli_usage(cli, "--out DIR is missing");
    }
    if (!read_city(cli, &city_options)) {
        return err_exit_status(ERR_USAGE);
    }
    if (!read_round(cli, city_options.kind, &round)) {
        return cli_usage(cli, "--fallback is in-round, after or none");
    }
    if (city_options.kind == CITY_PRESCHOOL && round.fallback == FALLBACK_AFTER &&
        strcmp(round.mechanism, "minimum-cost") == 0) {
        return cli_usage(cli, "--fallback after does not go with a preschool city's minimum-cost, "
                              "since its seats count those who have a place; use in-round");
    }
    struct progress progress = cli_progress();
    enum err err = city_generate(&city_options, &city, &error);
    if (err == OK) {
        err = city_write(&city, &round, path, &progress, &error);
    }
    cli_progress_end();
    if (err == OK && (cli_has(cli, "json") || !cli_has(cli, "quiet"))) {
        print_city(&city, path, cli_has(cli, "json"));
    }
    city_release(&city);
    return err == OK ? 0 : cli_fail(cli, &error);
}

const struct command cmd_generate = {
    .name = "generate",
    .arguments = "",
    .n_min = 0,
    .n_max = 0,
    .summary = "make a reproducible city: a river with bridges, schools, families, wishes",
    .description =
        "Writes an instance folder of a made-up city. A river with few bridges parts it, so that "
        "walking metres and straight lines differ; seats follow demand. The same options and seed "
        "give the same bytes on any machine, whatever the number of threads. city.json keeps the "
        "options and the map. A preschool city has two groups at each unit, seats that come free "
        "over "
        "the months, children to whom a place is owed, siblings who apply together and children "
        "who have a place already.",
    .options = options,
    .run = run,
};
