// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A standing outcome of deferred acceptance, and what becomes of it when the round changes: an
 * applicant comes or leaves or changes its list, seats are added or taken away. Only those whom the
 * change reaches are looked at; the outcome is the same, to the byte, as solving the changed round
 * from nothing, since the applicant-optimal stable placement is unique.
 *
 *     standing_init(&standing, &task, NULL, arena, error);
 *     standing_set_room(&standing, offer, standing.room[offer] + 1);
 *     standing_settle(&standing);
 *     for i < standing.n_moved: standing.moved[i] holds standing.choice[standing.moved[i]] now
 *
 * Supported: every applicant of the instance and every option of it, so an applicant who may come
 * later belongs in the instance and is marked absent to begin with; a list may be any of the
 * applicant's options in any order; room may be set at any node, nested pools included, never from
 * the start again. Not supported, since the ranking is taken as it stands: applicants and wishes
 * that the instance lacks, and changed lists where a criterion asks for the wish's rank. The near
 * guarantee's claims are not found anew: whoever holds it builds them on top, as
 * deferred_acceptance does. Locked applicants never compete.
 */
#ifndef PLACERA_STANDING_H
#define PLACERA_STANDING_H

#include "solver/seating.h"

struct standing {
    struct mechanism_task task; /* the caller's, but for room */
    struct seating seating;
    uint32_t *room;   /* [n_nodes] seats for those who compete; change it by standing_set_room */
    uint32_t *choice; /* [n_applicants] option held, NONE: none */
    uint8_t *present; /* [n_applicants] 1: competes */

    /* Whose choice the last changes and their standing_settle changed. */
    uint32_t n_moved;
    uint32_t *moved;         /* [n_moved] applicants, in no particular order */
    uint32_t *choice_before; /* [n_applicants] what it held before, where moved */

    /* Lists. place[option] is where an option stands in its applicant's list, an index into list
     * from options.start of the applicant on; NONE: not on it. Both NULL: every list is the
     * options in their order. An applicant has been refused at all places before until. */
    uint32_t *place; /* [n_options] */
    uint32_t *list;  /* [n_options] */
    uint32_t *end;   /* [n_applicants] where its list ends; NULL likewise */
    uint32_t *until; /* [n_applicants] place of choice; the end of the list where it holds nothing;
                      * 0 where it is absent */

    /* What the changes since standing_settle have touched. */
    bool is_settled;
    bool has_gain;     /* somebody may be better off: rotations must be looked for */
    uint8_t *is_moved; /* [n_applicants] */

    /* The forest by trees, for rotation.c. */
    uint32_t *root;       /* [n_nodes] */
    uint32_t *tree_start; /* [n_nodes + 1] CSR by root */
    uint32_t *tree_node;  /* [n_nodes] */
    uint8_t *is_dirty;    /* [n_nodes] of a root: something in its tree has changed */
    uint32_t *dirty;      /* [n_dirty] such roots */
    uint32_t n_dirty;
    uint64_t n_walks;    /* since standing_init */
    uint64_t *walk;      /* [n_nodes] the last walk that came by */
    uint32_t *path;      /* [n_nodes] nodes of the walk, in order */
    uint32_t *path_next; /* [n_nodes] standing_next of them */
};

/* Solves the round of task with those applicants whose present is 1 (NULL: all); locked ones are
 * left out. task's options and ranking must outlive the standing, which must not be moved in
 * memory; arrays live in arena. O(options x depth). Errors: ERR_NO_MEMORY. */
enum err standing_init(struct standing *standing, const struct mechanism_task *task,
                       const uint8_t *present, struct arena *arena, struct error *error);

/* Changes. After one or several of them the placement is stable; standing_settle makes it the best
 * stable one again. Each costs what the chain of those who move costs; a step of a vacancy chain
 * reads a node's order from its last admitted on. */

/* The applicant comes. Nothing happens if it is there, or locked. */
void standing_arrive(struct standing *standing, uint32_t applicant);

/* The applicant leaves, with its seat and its place in every queue. Nothing happens if it is not
 * there. */
void standing_leave(struct standing *standing, uint32_t applicant);

/* Sets the seats of a node, less those of locked applicants; SEATS_UNLIMITED: no limit. Costs a
 * chain or two for each seat that somebody sits on or waits for. */
void standing_set_room(struct standing *standing, uint32_t node, uint32_t room);

/* Gives the applicant, there or not, this list: n different options of its own, best first. The
 * first call makes the lists' arrays in arena. Errors: ERR_INPUT (options that are not the
 * applicant's, or twice the same; a criterion asks for the wish's rank); ERR_NO_MEMORY. After an
 * error nothing has changed. */
enum err standing_set_list(struct standing *standing, uint32_t applicant, const uint32_t *option,
                           uint32_t n, struct arena *arena, struct error *error);

/* Makes the placement the best stable one of the changed round. See rotation.c. */
void standing_settle(struct standing *standing);

/* For joint_proposals.c: standing_set_list for a caller whose ranks stand whatever the lists are
 * and who knows that the list is one. */
enum err standing_make_lists(struct standing *standing, struct arena *arena, struct error *error);
void standing_put_list(struct standing *standing, uint32_t applicant, const uint32_t *option,
                       uint32_t n);

/* For rotation.c and deferred_acceptance.c. */

/* Is this an option that its applicant likes better than what it has? */
static inline bool standing_waits(const struct standing *standing, uint32_t option) {
    uint32_t place = standing->place == NULL ? option : standing->place[option];
    return place < standing->until[standing->task.ranking->applicant[option]];
}

/* Where the applicant's list ends. */
static inline uint32_t standing_end(const struct standing *standing, uint32_t applicant) {
    return standing->end == NULL ? standing->task.options->start[applicant + 1]
                                 : standing->end[applicant];
}

/* Whom a seat freed in node and in all nodes around it would go to: the best option that waits and
 * fits then; NONE: nobody. O(orders of the full nodes there, behind the last admitted). */
uint32_t standing_next(struct standing *standing, uint32_t node);

/* The applicant moves up to this option, by now its own in the seating. */
void standing_rise(struct standing *standing, uint32_t applicant, uint32_t option);

/* The trees of the applicant's list, up to this place in it, have changed. */
void standing_touch(struct standing *standing, uint32_t applicant, uint32_t place);

/* Reads the seats of a node again after its order in the ranking has changed. */
void standing_reorder(struct standing *standing, uint32_t node);

#endif
