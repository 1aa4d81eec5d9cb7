// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reasons are free text, so nobody knows what is in them. In files that leave the store those of a
 * child with a protected identity are left out, and so are all that name such a child or guardian.
 */
#ifndef PLACERA_REVIEW_WITHHELD_H
#define PLACERA_REVIEW_WITHHELD_H

/* For queries: WITH WITHHELD_NAMES SELECT ..., IS_WITHHELD("l") ..., where l is a row of the log;
 * 1: the reason is not for a file. */
#define WITHHELD_NAMES                                                                             \
    " protected_child AS MATERIALIZED"                                                             \
    " (SELECT id, lower(name) AS name, lower(guardian) AS guardian FROM child"                     \
    "  WHERE protected = 1) "
#define IS_WITHHELD(l)                                                                             \
    " (" l ".reason IS NOT NULL AND EXISTS (SELECT 1 FROM protected_child pc"                      \
    "  WHERE pc.id = " l ".child OR instr(lower(" l ".reason), pc.name) > 0"                       \
    "  OR instr(lower(" l ".reason), pc.guardian) > 0)) "

#endif
