// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a city draws by lot: each kind of thing has streams of its own, so that a new kind, added
 * last, changes nothing that was drawn before.
 */
#ifndef PLACERA_KINDS_H
#define PLACERA_KINDS_H

enum kind {
    KIND_MAP,
    KIND_NEIGHBOURHOOD,
    KIND_SCHOOL,
    KIND_SCHOOL_NAME,
    KIND_HOME,
    KIND_FAMILY,
    KIND_TASTE,
    KIND_CHILD,
    KIND_SEATS,
    KIND_SIBLINGS,
    KIND_START,
    KIND_UNIT,
    KIND_OPENS,
    KIND_QUEUE,
};

#endif
