// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the store knows of the office: what letters say besides the decision itself. Nothing of it
 * is needed; without it letters speak of "the municipality" and point to its web site.
 */
#ifndef PLACERA_REVIEW_SETTING_H
#define PLACERA_REVIEW_SETTING_H

#include "review/store.h"

#define SETTINGS(X)                                                                                \
    X(MUNICIPALITY, "municipality", "its name: Exempelstads kommun")                               \
    X(OFFICE, "office", "who decides: Utbildningsnämnden")                                         \
    X(ADDRESS, "address", "of the office, where appeals go; lines as they are printed")            \
    X(CONTACT, "contact", "telephone, e-mail, web page; lines as they are printed")                \
    X(LAW, "law", "the provisions that decisions rest on")                                         \
    X(APPEAL, "appeal", "how decisions are appealed: board, court or both")                        \
    X(COURT, "court", "name and address of the administrative court")                              \
    X(APPEAL_TEXT, "appeal_text", "the office's own text on appeals, instead of placera's")

enum setting {
#define X(name, key, what) SETTING_##name,
    SETTINGS(X)
#undef X
        N_SETTINGS
};
extern const char *const setting_key[N_SETTINGS];
extern const char *const setting_what[N_SETTINGS];

enum { SETTING_SIZE = 4000 };

/* value[setting] is "" where nothing is set. */
struct settings {
    char value[N_SETTINGS][SETTING_SIZE];
};

/* Errors: as sql_run. */
enum err settings_read(struct store *store, struct settings *settings, struct error *error);

/* Sets one, or takes it back ("" as value), with an entry in the log unless it is so already. by:
 * who does it. Errors: ERR_USAGE for an unknown key, a value that is too long, no UTF-8, or not of
 * the words that the key allows; as sql_run. */
enum err setting_set(struct store *store, const char *key, const char *value, const char *by,
                     struct error *error);

#endif
