// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the writers of models share: the request on its way, names, the file. Private to io/export*.
 *
 * Names are made of letters, digits, '_' and '.', at most 100 of them, which every reader takes:
 * each id behind its number, so that two ids never become one name.
 *
 *     a17_B0017                        an applicant (its row)
 *     a17_B0017.o3_S001_F              an option: of applicant and offer,
 *     a17_B0017.o3_S001_F.2027_08      in a month, where the round has months,
 *     a17_B0017.o3_S001_F.stays        to stay
 *     o3_S001_F, p1_house_7            seats of an offer, a school or pool
 */
#ifndef PLACERA_EXPORT_PARTS_H
#define PLACERA_EXPORT_PARTS_H

#include "io/export.h"
#include "solver/face.h"
#include "solver/options.h"
#include "solver/program.h"

enum { EXPORT_NAME = 256, EXPORT_PATH = 4096 };

struct export {
    const struct export_request *request;
    const struct instance *instance;
    const struct options *options; /* NULL: an option's offer is its node */
    const struct assignment_model *model;
    const struct program *program;        /* where the round is no network; else NULL */
    const struct assignment_level *level; /* the one to write */
    struct arena arena;
    struct face face;              /* of a network */
    struct assignment_proof proof; /* of the levels before, of a network */
    const int64_t *held;           /* [levels before] their values, of a program */
    char beside[EXPORT_PATH];      /* where the file is written meanwhile */
    uint32_t *applicant_node;      /* [n_applicants] DIMACS node, 0: does not compete */
    uint32_t n_competing;
    struct error *error;
};

/* kind, number from 1, and the id's letters and digits, behind what name holds already. */
void export_name_add(char name[EXPORT_NAME], const char *kind, uint32_t number, const char *id);
/* ".in_2027_08", ".2027_08", as word says. */
void export_name_month(char name[EXPORT_NAME], const char *word, uint32_t month);

void export_name_applicant(const struct export *export, uint32_t applicant, char name[EXPORT_NAME]);
void export_name_option(const struct export *export, uint32_t applicant, uint32_t option,
                        char name[EXPORT_NAME]);
/* Of a node of the model. */
void export_name_node(const struct export *export, uint32_t node, char name[EXPORT_NAME]);

/* The node of the instance behind one of the model; NONE: whoever stays without a seat. */
uint32_t export_instance_node(const struct export *export, uint32_t node);

/* The file, and its end: written whole, or ERR_IO. NULL: it cannot be opened, and the error says
 * so. */
FILE *export_open(const struct export *export);
enum err export_close(const struct export *export, FILE *file);

/* export_program.c: .lp and .mps of an integer program. Errors: ERR_IO, ERR_NO_MEMORY; ERR_NO where
 * there is nothing to decide. */
enum err export_program_lp(struct export *export);
enum err export_program_mps(struct export *export);

#endif
