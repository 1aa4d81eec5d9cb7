// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A result folder, read back: each file's rows as typed columns in the order of the file. Only form
 * is judged here (known ids, numbers, a basis that exists); whether the rows are right is verify/'s
 * business.
 */
#ifndef PLACERA_RESULTS_READ_H
#define PLACERA_RESULTS_READ_H

#include "io/csv.h"
#include "io/file.h"
#include "solver/assignment.h"
#include "solver/solution.h"

enum results_file {
    RESULTS_PROPOSALS,
    RESULTS_OFFERS,
    RESULTS_RESERVE,
    RESULTS_NEAR, /* without rows where the policy has no near */
    RESULTS_CERTIFICATE,
    RESULTS_RUN,
    N_RESULTS_FILES
};

extern const char *const results_file_name[N_RESULTS_FILES];

/* The columns of the tables, in the order of the files' headers. */
enum proposals_column {
    PROPOSALS_APPLICANT,
    PROPOSALS_OFFER,
    PROPOSALS_BASIS,
    PROPOSALS_WISH,
    PROPOSALS_METRES,
    PROPOSALS_RANK,
    PROPOSALS_START /* in a round with months */
};
enum offers_column {
    OFFERS_OFFER,
    OFFERS_SCHOOL,
    OFFERS_SEATS,
    OFFERS_FIRST_WISHES,
    OFFERS_WISHES,
    OFFERS_PLACED,
    OFFERS_CUTOFF_RANK,
    OFFERS_RESERVE,
    OFFERS_PRICE
};
enum reserve_column { RESERVE_OFFER, RESERVE_POSITION, RESERVE_APPLICANT };
enum near_column { NEAR_APPLICANT, NEAR_OFFER, NEAR_METRES, NEAR_CLAIM };

/* The largest dual price in size: sums along a way to the root stay far inside 64 bits. */
#define RESULTS_PRICE_MAX (INT64_C(1) << 56)

enum results_leaf_kind { LEAF_TEXT, LEAF_WHOLE, LEAF_REAL, LEAF_OTHER };

/* A value of a JSON document that holds no others, by its way from the root, e.g. "by_wish[0]". An
 * empty array or object, true, false and null are LEAF_OTHER with text "[]", "{}", "true", ... */
struct results_leaf {
    const char *path;
    enum results_leaf_kind kind;
    const char *text;
    int64_t whole;
    double real;
    struct place place;
};

struct results_leaves {
    uint32_t n;
    uint32_t capacity;
    struct results_leaf *leaf; /* [n] in the order of the document */
};

/* The rows of an integer program that prices and cuts name. */
enum program_row_of {
    ROW_OF_OFFER, /* seats in a month, of an offer, a school, a pool */
    ROW_OF_SCHOOL,
    ROW_OF_POOL,
    ROW_OF_OPENS, /* of an offer with a least number */
    ROW_OF_CLOSED,
    ROW_OF_CUT,
    N_ROWS_PRICED,
    ROW_OF_OPEN = N_ROWS_PRICED, /* from here on in cuts alone: likewise */
    ROW_OF_APPLICANT,
    ROW_OF_FOLLOWS,
    ROW_OF_TOGETHER,
    ROW_OF_NEWLY,
    ROW_OF_LEVEL,
    N_ROWS_OF
};

/* "offer", "school", ... */
extern const char *const program_row_key[N_ROWS_OF];

struct program_row_read {
    enum program_row_of of;
    uint32_t
        index; /* of the offer, school or applicant; number of the cut or level; NONE: a pool */
    const char *id; /* as written; of a cut or level NULL */
    uint32_t month; /* of seats; NONE: when all have begun */
    uint32_t at;    /* the offer that goes with another, or where a family is together: a school or
                     * an offer, as the policy has it */
    int64_t amount; /* the price of at least 1; in a cut how many parts of CUT_PARTS */
};

enum { CUT_PARTS = 2520 };

/* The sum of its rows, rounded down. */
struct program_cut_read {
    uint32_t n;
    struct program_row_read *row; /* [n] */
};

/* What prices prove of a level. */
struct program_prices {
    bool any; /* else nothing */
    int64_t bound;
    int64_t *weight; /* of the levels up to this one; none is negative, the last is at least 1 */
    uint32_t n;
    struct program_row_read *price; /* [n] */
};

enum proved_by { PROVED_BY_NOTHING, PROVED_BY_PRICES, PROVED_BY_TREE };

/* The proof of an integer program. */
struct program_read {
    uint32_t n_levels;
    char (*name)[64]; /* [n_levels] */
    int64_t *value;
    int64_t *bound;     /* where something proves it */
    uint8_t *proved_by; /* enum proved_by */
    struct program_prices *prices;
    uint32_t n_cuts;
    struct program_cut_read *cut; /* [n_cuts] */
    bool stopped;
    double gap;
};

struct results {
    struct arena arena;
    struct file file[N_RESULTS_FILES];
    bool has[N_RESULTS_FILES];
    char sha256[N_RESULTS_FILES][65];    /* run.json: with its own digits replaced by zeros */
    struct csv csv[RESULTS_CERTIFICATE]; /* the four tables; csv_place gives a row's place */

    struct {
        uint32_t n;
        uint32_t *applicant;
        uint32_t *offer;  /* NONE: empty */
        uint8_t *basis;   /* enum basis */
        uint32_t *wish;   /* 0: empty */
        uint32_t *metres; /* METRES_UNKNOWN: empty */
        uint32_t *rank;   /* 0: empty */
        uint32_t *start;  /* month, 0: empty; NULL: a round without months */
    } proposals;

    struct {
        uint32_t n;
        uint32_t *offer, *school;
        uint32_t *seats; /* SEATS_UNLIMITED: empty */
        uint32_t *first_wishes, *wishes, *placed;
        uint32_t *cutoff_rank; /* NONE: empty */
        uint32_t *reserve;
        int64_t *price;
        uint8_t *has_price; /* 0: empty */
    } offers;

    struct {
        uint32_t n;
        uint32_t *offer, *position, *applicant;
    } reserve;

    struct {
        uint32_t n;
        uint32_t *applicant;
        uint32_t *offer;  /* NONE: empty */
        uint32_t *metres; /* METRES_UNKNOWN: empty */
        uint32_t *claim;  /* 0: empty */
    } near;

    const char *certificate_mechanism;                       /* as written */
    bool has_levels, has_fallback, has_cutoffs, has_program; /* the keys are there */
    struct assignment_proof proof;                           /* levels of minimum-cost */
    struct assignment_proof fallback_proof;                  /* levels of the `after` step */
    struct program_read program;                             /* instead, where it is no network */
    uint32_t n_cutoffs;    /* deferred acceptance and the others that rank */
    uint32_t *cutoff_node; /* of the offer: instance.offer_node */
    uint32_t *cutoff_rank;
    uint32_t *cutoff_applicant; /* NONE: nobody admitted */
    bool has_blocking;          /* the key is there */
    uint32_t n_blocking;        /* families that are said to block ... */
    uint32_t *blocking;         /* ... in the order of the instance, none twice */

    struct results_leaves run; /* run.json */
};

/* Reads DIR. The instance gives the ids. Faults of form go to faults, and then ERR_NO is returned:
 * the folder is not what placera writes. Errors: ERR_USAGE when there is no such folder, ERR_IO
 * when a file cannot be read, ERR_NO_MEMORY. Call results_release in every case. Linear in the
 * files. */
enum err results_read(struct results *results, const char *dir, const struct instance *instance,
                      struct faults *faults, struct error *error);

/* The leaves of any JSON text (an object), with `prefix` before each path; texts live in arena.
 * Errors: ERR_INPUT when it is no valid JSON, ERR_NO_MEMORY. */
enum err results_json_leaves(const char *json, const char *prefix, struct arena *arena,
                             struct results_leaves *leaves, struct error *error);

void results_release(struct results *results);

#endif
