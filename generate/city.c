// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The city's steps in their order; each is a file of its own. The root of all random numbers is the
 * lottery's number of the text "city" under the seed, so it depends on the seed's text alone.
 */
#include "generate/city.h"

#include "generate/families.h"
#include "generate/preschool.h"
#include "generate/seats.h"
#include "solver/lottery.h"

static const char *const group_name[CITY_GROUPS_MAX] = {"F", "1", "2", "3", "4",
                                                        "5", "6", "7", "8", "9"};

static const char *const age_group_name[PRESCHOOL_GROUPS] = {"1-2", "3-5"};

const char *city_group_name(const struct city *city, uint32_t group) {
    return city->options.kind == CITY_PRESCHOOL ? age_group_name[group] : group_name[group];
}

bool city_has_offer(const struct city *city, uint32_t school, uint32_t group) {
    return school * city->options.n_groups + group < city->options.n_offers;
}

static enum err check_range(const char *name, uint32_t value, uint32_t min, uint32_t max,
                            struct error *error) {
    if (value < min || value > max) {
        return error_set(error, ERR_USAGE, NULL, "%s is %u; give %u to %u", name, value, min, max);
    }
    return OK;
}

static enum err check_options(const struct city_options *options, struct error *error) {
    enum err err = check_range("groups", options->n_groups, 1, CITY_GROUPS_MAX, error);
    if (err == OK) {
        err = check_range("applicants", options->n_applicants, 1, CITY_APPLICANTS_MAX, error);
    }
    if (err == OK) {
        err = check_range("offers", options->n_offers, options->n_groups, CITY_OFFERS_MAX, error);
    }
    if (err == OK) {
        err = check_range("wishes", options->n_wishes, 1, CITY_WISHES_MAX, error);
    }
    if (err == OK) {
        err = check_range("crowding", options->crowding_percent, 1, CITY_CROWDING_MAX, error);
    }
    if (err == OK && options->kind == CITY_PRESCHOOL) {
        err = check_range("groups", options->n_groups, PRESCHOOL_GROUPS, PRESCHOOL_GROUPS, error);
        if (err == OK) {
            err = check_range("months", options->n_months, 1, CITY_MONTHS_MAX, error);
        }
        if (err == OK) {
            err = check_range("families", options->n_families, 0, options->n_applicants / 2, error);
        }
        if (err == OK) {
            err = check_range("opens-with", options->opens_with, 0, CITY_OPENS_MAX, error);
        }
    }
    return err;
}

static enum err find_root(const char *seed, uint64_t *root, struct error *error) {
    struct lottery *lottery = lottery_new(seed);
    if (lottery == NULL) {
        return error_no_memory(error);
    }
    enum err err = lottery_number(lottery, "city", NULL, root, error);
    lottery_free(lottery);
    return err;
}

static enum err allocate(struct city *city, struct error *error) {
    struct arena *arena = &city->arena;
    uint32_t n = city->options.n_applicants;
    city->wish_stride = city->options.n_wishes;
    city->distance_stride = NEAREST_ALL + NEAREST_SIDE + city->options.n_wishes + 1;
    city->school = ARENA_NEW(arena, city->n_schools, struct point);
    city->school_popularity = ARENA_NEW(arena, city->n_schools, int32_t);
    city->offer_seats = ARENA_NEW(arena, city->options.n_offers, uint32_t);
    city->home = ARENA_NEW(arena, n, struct point);
    city->group = ARENA_NEW(arena, n, uint8_t);
    city->current = ARENA_NEW(arena, n, uint32_t);
    city->family = ARENA_NEW(arena, n, uint32_t);
    city->sibling_school = ARENA_NEW(arena, n, uint32_t);
    city->birth_day = ARENA_NEW(arena, n, int32_t);
    city->queue_day = ARENA_NEW(arena, n, int32_t);
    city->is_protected = ARENA_NEW(arena, n, uint8_t);
    city->n_wishes = ARENA_NEW(arena, n, uint8_t);
    city->wish = ARENA_NEW(arena, (size_t)n * city->wish_stride, uint32_t);
    city->n_distances = ARENA_NEW(arena, n, uint8_t);
    city->distance_school = ARENA_NEW(arena, (size_t)n * city->distance_stride, uint32_t);
    city->distance_m = ARENA_NEW(arena, (size_t)n * city->distance_stride, uint32_t);
    bool has_pools = city->options.n_groups > 1 && city->options.kind == CITY_SCHOOL;
    city->school_seats = has_pools ? ARENA_ZERO(arena, city->n_schools, uint32_t) : NULL;
    bool is_whole = city->school != NULL && city->school_popularity != NULL &&
                    city->offer_seats != NULL && city->home != NULL && city->group != NULL &&
                    city->current != NULL && city->family != NULL && city->sibling_school != NULL &&
                    city->birth_day != NULL && city->queue_day != NULL &&
                    city->is_protected != NULL && city->n_wishes != NULL && city->wish != NULL &&
                    city->n_distances != NULL && city->distance_school != NULL &&
                    city->distance_m != NULL && (!has_pools || city->school_seats != NULL);
    return is_whole ? OK : error_no_memory(error);
}

static enum err make_people(struct city *city, struct arena *scratch, struct error *error) {
    struct neighbourhoods neighbourhoods;
    struct grid grid;
    enum err err = neighbourhoods_make(&city->map, city->root, city->n_schools, scratch,
                                       &neighbourhoods, error);
    if (err != OK) {
        return err;
    }
    schools_make(city, &neighbourhoods);
    err = grid_make(&grid, city, scratch, error);
    if (err != OK) {
        return err;
    }
    if (city->options.kind == CITY_PRESCHOOL) {
        return preschool_make(city, &neighbourhoods, &grid, scratch, error);
    }
    families_make(city, &neighbourhoods, &grid);
    return seats_make(city, scratch, error);
}

void city_release(struct city *city) {
    arena_free(&city->arena);
    *city = (struct city){0};
}

enum err city_generate(const struct city_options *options, struct city *city, struct error *error) {
    struct arena scratch = {0};
    *city = (struct city){.options = *options};
    enum err err = check_options(options, error);
    if (err != OK) {
        goto out;
    }
    err = find_root(options->seed, &city->root, error);
    if (err != OK) {
        goto out;
    }
    city->n_schools = (options->n_offers + options->n_groups - 1) / options->n_groups;
    map_make(&city->map, city->root, city->n_schools);
    err = allocate(city, error);
    if (err != OK) {
        goto out;
    }
    err = make_people(city, &scratch, error);
out:
    arena_free(&scratch);
    if (err != OK) {
        city_release(city);
    }
    return err;
}
