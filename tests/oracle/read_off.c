// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What solve() reads off a placement, worked out a second time by counting: applicant by applicant,
 * then offer by offer.
 */
#include "tests/oracle/read_off.h"

#include <stdarg.h>
#include <string.h>

bool complain(struct complaint *complaint, const char *format, ...) {
    if (complaint->text[0] == '\0') {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(complaint->text, sizeof complaint->text, format, arguments);
        va_end(arguments);
    }
    return false;
}

bool placement_of(const struct oracle *oracle, const struct solution *solution, uint32_t *choice,
                  struct complaint *complaint) {
    const struct instance *instance = oracle->instance;
    bool in_round = instance->policy.fallback == FALLBACK_IN_ROUND;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        choice[a] = NONE;
        bool placed =
            solution->basis[a] == BASIS_WISH || (solution->basis[a] == BASIS_FALLBACK && in_round);
        if (!placed) {
            continue;
        }
        for (uint32_t i = oracle->start[a]; i < oracle->start[a + 1]; i++) {
            choice[a] = oracle->option[i].offer == solution->offer[a] ? i : choice[a];
        }
        if (choice[a] == NONE) {
            return complain(complaint, "applicant %u is placed at offer %u, which is no option", a,
                            solution->offer[a]);
        }
    }
    return true;
}

static bool ranks_agree(const struct oracle *oracle, const struct solution *solution,
                        struct complaint *complaint) {
    if (solution->options.n != oracle->n) {
        return complain(complaint, "%u options, not %u", solution->options.n, oracle->n);
    }
    for (uint32_t i = 0; i < oracle->n; i++) {
        if (solution->options.offer[i] != oracle->option[i].offer ||
            solution->options.metres[i] != oracle->option[i].metres) {
            return complain(complaint, "option %u: offer %u, %u metres; not offer %u, %u metres", i,
                            solution->options.offer[i], solution->options.metres[i],
                            oracle->option[i].offer, oracle->option[i].metres);
        }
        if (solution->ranking.rank[i] != oracle_rank(oracle, i)) {
            return complain(complaint, "option %u has rank %u, not %u", i,
                            solution->ranking.rank[i], oracle_rank(oracle, i));
        }
        if (oracle->instance->policy.has_near &&
            solution->options.near[i] != oracle->option[i].near) {
            return complain(complaint, "option %u: near is %d", i, solution->options.near[i]);
        }
    }
    return true;
}

static bool room_is_kept(const struct instance *instance, const struct solution *solution,
                         struct complaint *complaint) {
    uint32_t in[TINY_NODES] = {0};
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t v = solution->offer[a]; v != NONE; v = instance->node_parent[v]) {
            in[v]++;
        }
    }
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        if (in[v] > instance->node_seats[v]) {
            return complain(complaint, "node %u holds %u, %u seats", v, in[v],
                            instance->node_seats[v]);
        }
        if (v < instance->n_offers && solution->placed[v] != in[v]) {
            return complain(complaint, "offer %u: placed %u, not %u", v, solution->placed[v],
                            in[v]);
        }
    }
    return true;
}

/* What an applicant's row must say. */
static bool row_agrees(const struct oracle *oracle, const struct solution *solution,
                       const uint32_t *choice, uint32_t a, struct complaint *complaint) {
    const struct instance *instance = oracle->instance;
    uint32_t offer = solution->offer[a];
    uint8_t basis = BASIS_NONE;
    uint32_t wish = 0;
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        wish = instance->wish_offer[w] == offer ? w - instance->wish_start[a] + 1 : wish;
    }
    if (oracle->locked[a]) {
        basis = BASIS_LOCKED;
    } else if (choice[a] != NONE) {
        basis = oracle->option[choice[a]].wish == NONE ? BASIS_FALLBACK : BASIS_WISH;
    } else if (offer != NONE) {
        basis = BASIS_FALLBACK;
    }
    if (oracle->locked[a] && offer != instance->applicant_locked[a]) {
        return complain(complaint, "applicant %u is locked to %u, placed at %u", a,
                        instance->applicant_locked[a], offer);
    }
    uint32_t metres =
        offer == NONE ? METRES_UNKNOWN : oracle_metres(instance, a, instance->offer_school[offer]);
    uint32_t rank = choice[a] == NONE ? 0 : oracle_rank(oracle, choice[a]);
    if (solution->basis[a] != basis || solution->wish[a] != wish || solution->metres[a] != metres ||
        solution->rank[a] != rank) {
        return complain(complaint,
                        "applicant %u: basis %u, wish %u, metres %u, rank %u; not %u, %u, %u, %u",
                        a, solution->basis[a], solution->wish[a], solution->metres[a],
                        solution->rank[a], basis, wish, metres, rank);
    }
    if (instance->policy.has_near) {
        bool lacks = wish == 0 && (offer == NONE || !oracle_near(instance, a, offer));
        if (solution->lacks_near[a] != lacks) {
            return complain(complaint, "applicant %u: lacks_near is not %d", a, lacks);
        }
    }
    return true;
}

static bool after_agrees(const struct oracle *oracle, const struct solution *solution,
                         const uint32_t *choice, struct complaint *complaint) {
    const struct instance *instance = oracle->instance;
    uint32_t n_placed = 0;
    uint64_t metres = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (oracle->locked[a] || choice[a] != NONE || solution->offer[a] == NONE) {
            continue;
        }
        uint32_t offer[TINY_OFFERS];
        uint32_t n = oracle_fallback(instance, a, offer);
        bool possible = false;
        for (uint32_t i = 0; i < n; i++) {
            possible = possible || offer[i] == solution->offer[a];
        }
        if (!possible || instance->policy.fallback != FALLBACK_AFTER) {
            return complain(complaint, "applicant %u falls back on %u, out of reach", a,
                            solution->offer[a]);
        }
        n_placed++;
        metres += solution->metres[a];
    }
    uint32_t most = 0;
    uint64_t least = 0;
    if (instance->policy.fallback == FALLBACK_AFTER) {
        brute_after(oracle, choice, &most, &least);
    }
    if (n_placed != most || metres != least) {
        return complain(complaint, "after: %u placed, %u metres; not %u, %u", n_placed,
                        (unsigned)metres, most, (unsigned)least);
    }
    return true;
}

/* Is the option one its applicant likes better than what the round gave it? */
static bool is_refused(const struct oracle *oracle, const uint32_t *choice, uint32_t option) {
    uint32_t a = oracle->option[option].applicant;
    return option - oracle->start[a] < brute_n_better(oracle, choice, a);
}

static uint32_t cutoff_of(const struct oracle *oracle, const uint32_t *choice, uint32_t offer) {
    bool refused = false;
    uint32_t worst = 0;
    for (uint32_t i = 0; i < oracle->n; i++) {
        if (oracle->option[i].offer != offer) {
            continue;
        }
        refused = refused || is_refused(oracle, choice, i);
        uint32_t rank = oracle_rank(oracle, i);
        worst = choice[oracle->option[i].applicant] == i && rank > worst ? rank : worst;
    }
    return refused ? worst : NONE;
}

/* The reserve list holds those refused who wished the offer, in the order of their ranks. */
static bool reserve_agrees(const struct oracle *oracle, const struct solution *solution,
                           const uint32_t *choice, uint32_t offer, struct complaint *complaint) {
    uint32_t position = solution->reserve_start[offer];
    for (uint32_t rank = 1; rank <= oracle->n; rank++) {
        for (uint32_t i = 0; i < oracle->n; i++) {
            const struct oracle_option *option = &oracle->option[i];
            if (option->offer != offer || option->wish == NONE || !is_refused(oracle, choice, i) ||
                oracle_rank(oracle, i) != rank) {
                continue;
            }
            if (position == solution->reserve_start[offer + 1] ||
                solution->reserve[position] != option->applicant) {
                return complain(complaint, "offer %u: reserve lacks applicant %u", offer,
                                option->applicant);
            }
            position++;
        }
    }
    return position == solution->reserve_start[offer + 1] ||
           complain(complaint, "offer %u: reserve list too long", offer);
}

static bool offer_agrees(const struct oracle *oracle, const struct solution *solution,
                         const uint32_t *choice, uint32_t offer, struct complaint *complaint) {
    const struct instance *instance = oracle->instance;
    uint32_t first = 0;
    uint32_t any = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
            any += instance->wish_offer[w] == offer;
            first += instance->wish_offer[w] == offer && w == instance->wish_start[a];
        }
    }
    if (solution->first_wishes[offer] != first || solution->wishes[offer] != any) {
        return complain(complaint, "offer %u: wishes %u, %u; not %u, %u", offer,
                        solution->first_wishes[offer], solution->wishes[offer], first, any);
    }
    uint32_t cutoff = cutoff_of(oracle, choice, offer);
    if (solution->cutoff_rank[offer] != cutoff) {
        return complain(complaint, "offer %u: cutoff %d, not %d", offer,
                        (int)solution->cutoff_rank[offer], (int)cutoff);
    }
    return reserve_agrees(oracle, solution, choice, offer, complaint);
}

/* Of the options chosen in a node the one that all others go before; NONE: none is chosen. */
static uint32_t worst_in(const struct oracle *oracle, const uint32_t *choice, uint32_t node,
                         uint32_t *n_held) {
    uint32_t worst = NONE;
    *n_held = 0;
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        uint32_t v = choice[a] == NONE ? NONE : oracle->option[choice[a]].offer;
        while (v != NONE && v != node) {
            v = oracle->instance->node_parent[v];
        }
        if (v == node) {
            (*n_held)++;
            worst = worst == NONE || oracle->before[worst][choice[a]] ? choice[a] : worst;
        }
    }
    return worst;
}

/* What decided a refusal: the first criterion (then lottery and id, then a claim) that puts the
 * last admitted to the lowest full node around the offer before the refused. NONE: order did not.
 */
static uint32_t decider_of(const struct oracle *oracle, const uint32_t *choice, uint32_t option) {
    const struct instance *instance = oracle->instance;
    uint32_t n_held = 0;
    uint32_t worst = NONE;
    for (uint32_t v = oracle->option[option].offer; v != NONE; v = instance->node_parent[v]) {
        worst = worst_in(oracle, choice, v, &n_held);
        if (n_held == oracle->room[v]) {
            break;
        }
        worst = NONE;
    }
    if (worst == NONE || oracle->before[option][worst]) {
        return NONE;
    }
    const struct oracle_option *last = &oracle->option[worst];
    const struct oracle_option *refused = &oracle->option[option];
    return last->claimed != refused->claimed ? instance->n_criterions + 1
                                             : oracle_decider(oracle, last, refused);
}

static bool decided_agrees(const struct oracle *oracle, const struct solution *solution,
                           const uint32_t *choice, struct complaint *complaint) {
    const struct instance *instance = oracle->instance;
    enum { MOST = 16 };
    uint64_t decided[MOST] = {0};
    bool ranks = mechanisms[instance->policy.mechanism].ranks;
    for (uint32_t i = 0; ranks && i < oracle->n; i++) {
        uint32_t by = is_refused(oracle, choice, i) ? decider_of(oracle, choice, i) : NONE;
        if (by != NONE) {
            decided[by]++;
        }
    }
    for (uint32_t c = 0; c < instance->n_criterions + 2; c++) {
        if (solution->decided[c] != decided[c]) {
            return complain(complaint, "criterion %u decided %u refusals, not %u", c,
                            (unsigned)solution->decided[c], (unsigned)decided[c]);
        }
    }
    return true;
}

bool read_off_agrees(const struct oracle *oracle, const struct solution *solution,
                     const uint32_t *choice, struct complaint *complaint) {
    const struct instance *instance = oracle->instance;
    if (!ranks_agree(oracle, solution, complaint) || !room_is_kept(instance, solution, complaint) ||
        !after_agrees(oracle, solution, choice, complaint) ||
        !decided_agrees(oracle, solution, choice, complaint)) {
        return false;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (!row_agrees(oracle, solution, choice, a, complaint)) {
            return false;
        }
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        if (!offer_agrees(oracle, solution, choice, o, complaint)) {
            return false;
        }
    }
    return true;
}
